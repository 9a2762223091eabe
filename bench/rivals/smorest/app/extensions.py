"""The extensions, made once and bound to the app by the factory."""

from flask_jwt_extended import JWTManager, get_jwt_identity, verify_jwt_in_request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_smorest import Api
from flask_sqlalchemy import SQLAlchemy


def caller():
    """The account behind the token, else the address."""
    verify_jwt_in_request(optional=True)
    return get_jwt_identity() or get_remote_address()


api = Api()
db = SQLAlchemy()
jwt = JWTManager()
limiter = Limiter(key_func=caller)
