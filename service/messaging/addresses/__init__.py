"""E-mail addresses of staff (邮箱): each is proved by a code before anything is sent there."""
