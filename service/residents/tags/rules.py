"""What a tag may be, and from when until when it holds."""

from service.kit.texts import Worded


class TagKind(Worded):
    """What a tag is about."""

    AGE = "age", "年龄", "age"
    FAMILY = "family", "家庭", "family"
    HEALTH = "health", "健康", "health"
    ASSISTANCE = "assistance", "救助", "assistance"
    CIVIC = "civic", "社会身份", "civic standing"
    HOUSING = "housing", "居住", "housing"
