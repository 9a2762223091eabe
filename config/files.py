"""Settings of where uploaded files lie."""

from collections.abc import Iterator
from dataclasses import dataclass

from config.declaring import setting
from config.messaging import MessagingSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSettings(MessagingSettings):
    """In the database, in a folder, or in S3 and what speaks like it. Slots allow one base: so they stand in a row."""

    files_url: str = setting(
        "",
        "Where uploaded files lie: empty: in the database; file:///a/folder; s3://bucket or s3://bucket/prefix.",
        scheme=("file", "s3"),
    )
    files_endpoint: str = setting(
        "",
        "Where S3 answers, such as https://minio.internal:9000; empty: Amazon.",
        scheme=("http", "https"),
    )
    files_bucket_in_host: bool = setting(
        False, "The endpoint's host names the bucket, as Alibaba Cloud OSS asks; else the path does."
    )
    files_region: str = setting("us-east-1", "The region of the bucket, as its keys are signed for.")
    files_access_key_id: str = setting("", "The access key of S3.")
    files_secret_access_key: str = setting("", "Its secret.")
    files_timeout_seconds: float = setting(10.0, "How long one call to S3 may take.", at_least=0.001)


def dangers_of_files(settings: FileSettings) -> Iterator[tuple[bool, str]]:
    """What is missing, or not safe anywhere."""
    in_s3 = settings.files_url.startswith("s3://")
    has_keys = bool(settings.files_access_key_id and settings.files_secret_access_key)
    yield (
        in_s3 and not has_keys,
        "LINLI_FILES_ACCESS_KEY_ID and LINLI_FILES_SECRET_ACCESS_KEY are needed for s3://.",
    )
    in_folder = settings.files_url.startswith("file://")
    yield (
        in_folder and not settings.files_url.startswith("file:///"),
        "LINLI_FILES_URL must name its folder from the root: file:///….",
    )


def dangers_of_files_in_production(settings: FileSettings) -> Iterator[tuple[bool, str]]:
    """What is good enough for trying out."""
    yield (
        settings.files_endpoint.startswith("http://"),
        "LINLI_FILES_ENDPOINT is not https://; papers of people would travel in the open.",
    )
