"""The command line of the rival."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import click
from flask_jwt_extended import create_access_token
from sqlalchemy import select

from app.extensions import db
from app.models import Account, LoginSession


def create_tables():
    """Create the tables."""
    db.create_all()


def tokens():
    """Print an access token for every account, one JSON line each."""
    expires_at = datetime.now(UTC) + timedelta(hours=12)
    for account in db.session.scalars(select(Account).order_by(Account.id)).all():
        session = LoginSession(id=uuid4(), account_id=account.id, expires_at=expires_at)
        db.session.add(session)
        token = create_access_token(identity=str(account.id), additional_claims={"sid": str(session.id)})
        click.echo(json.dumps({"kind": account.kind, "token": token}))
    db.session.commit()


def register(app):
    app.cli.command("create-tables")(create_tables)
    app.cli.command("tokens")(tokens)
