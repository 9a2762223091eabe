"""Who is asking: a signed token whose session and duties are read at each request."""

from datetime import UTC, datetime
from functools import wraps
from zoneinfo import ZoneInfo

from flask import g
from flask_jwt_extended import get_jwt, verify_jwt_in_request
from flask_smorest import abort
from sqlalchemy import or_, select

from app.extensions import db
from app.models import Duty, LoginSession

SHANGHAI = ZoneInfo("Asia/Shanghai")


def login_required(view):
    """Let in only a caller whose session is still open."""

    @wraps(view)
    def guarded(*args, **kwargs):
        verify_jwt_in_request()
        now = datetime.now(UTC)
        session = db.session.scalar(
            select(LoginSession).where(
                LoginSession.id == get_jwt()["sid"],
                LoginSession.revoked_at.is_(None),
                LoginSession.expires_at > now,
            )
        )
        if session is None:
            abort(401, message="session_ended")
        today = now.astimezone(SHANGHAI).date()
        g.account = session.account
        g.duties = db.session.scalars(
            select(Duty).where(
                Duty.account_id == session.account_id,
                Duty.valid_from <= today,
                or_(Duty.valid_until.is_(None), Duty.valid_until >= today),
            )
        ).all()
        return view(*args, **kwargs)

    return guarded
