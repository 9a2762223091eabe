"""A notice in a list."""

from rest_framework import serializers

from notices.models import Notice


class NoticeSerializer(serializers.ModelSerializer):
    public = serializers.BooleanField(source="is_public")
    region_codes = serializers.SerializerMethodField()
    read_at = serializers.SerializerMethodField()
    confirmed_at = serializers.SerializerMethodField()
    acted_by = serializers.SerializerMethodField()

    class Meta:
        model = Notice
        fields = [
            "id",
            "title",
            "summary",
            "category",
            "priority",
            "status",
            "region_codes",
            "public",
            "needs_confirmation",
            "attachments",
            "publish_at",
            "published_at",
            "expires_at",
            "pin_until",
            "read_at",
            "confirmed_at",
            "acted_by",
        ]

    def get_region_codes(self, notice):
        return [target.region_id for target in notice.targets.all()]

    def get_read_at(self, notice):
        return notice.receipts_of_reader[0].read_at if notice.receipts_of_reader else None

    def get_confirmed_at(self, notice):
        return notice.receipts_of_reader[0].confirmed_at if notice.receipts_of_reader else None

    def get_acted_by(self, notice):
        receipt = notice.receipts_of_reader[0] if notice.receipts_of_reader else None
        if receipt is None or receipt.acted_by_as is None:
            return None
        return {"name": receipt.acted_by_name, "acting_as": receipt.acted_by_as}
