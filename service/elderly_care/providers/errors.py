"""How facilities and contracts refuse."""

from service.kit.errors import Conflict, Unprocessable
from service.kit.texts import Text


class AssetOnRecord(Conflict):
    code = "asset_on_record"
    title = Text("资产编号已登记", "The asset is on record")
    detail = Text("该资产编号已登记为另一设施。", "Another facility stands under this asset number.")


class ContractOverlap(Conflict):
    code = "contract_overlap"
    title = Text("合同期重叠", "Contracts overlap")
    detail = Text(
        "该设施在这段时间已有运营合同。", "Another contract on this facility stands in part of that time."
    )


class OwnerNotPublic(Unprocessable):
    code = "owner_not_public"
    title = Text("产权单位须为政府部门", "The owner is no public body")
    detail = Text(
        "公建民营设施的产权始终属于政府部门，不能登记在企业名下。",
        "A publicly built facility belongs to a department, and stays so.",
    )


class NotAnOperator(Unprocessable):
    code = "not_an_operator"
    title = Text("不是运营机构", "Not an operator")
    detail = Text("合同的乙方须是登记的运营机构。", "The other side of a contract is a registered operator.")


class NoSuchFacility(Unprocessable):
    code = "no_such_facility"
    title = Text("没有这个设施", "No such facility")
    detail = Text("没有登记这个设施。", "There is no such facility on record.")


class NoSuchContract(Unprocessable):
    code = "no_such_contract"
    title = Text("没有这份合同", "No such contract")
    detail = Text("没有这份合同，或它不在当时有效。", "There is no such contract, or it does not hold then.")


class NoSuchServiceRegion(Unprocessable):
    code = "no_such_service_region"
    title = Text("服务区域有误", "Not a region to serve")
    detail = Text("服务区域须是本区的镇街或社区。", "It is a street or a community of this district.")


class OverCeiling(Unprocessable):
    code = "over_ceiling"
    title = Text("超过最高限价", "Over the ceiling price")
    detail = Text(
        "该服务每次最高 {ceiling_fen} 分。", "One time of this service costs at most {ceiling_fen} fen."
    )


class PriceInThePast(Unprocessable):
    code = "price_in_the_past"
    title = Text("价格生效日期有误", "Not a day for a price")
    detail = Text(
        "价格从今天或以后的某天起生效，且在合同期内；已经生效的价格不再改动。",
        "A price holds from today or later on, within the contract; one that has held is not changed any more.",
    )


class WeightsNotWhole(Unprocessable):
    code = "weights_not_whole"
    title = Text("指标权重之和须为 100", "The weights do not add up to 100")
    detail = Text(
        "每项指标只列一次，权重之和为 100。", "Each target stands once, and their weights add up to 100."
    )


class ContractDays(Unprocessable):
    code = "contract_days"
    title = Text("合同日期有误", "Not possible days for a contract")
    detail = Text(
        "结束不早于开始；提前结束不早于今天、不晚于原定日期。",
        "It ends no earlier than it begins; an early end is not before today nor after the agreed day.",
    )


class SuccessorUnfit(Unprocessable):
    code = "successor_unfit"
    title = Text("接续合同不合适", "The contract can not take over")
    detail = Text(
        "接续合同须在次日有效，并服务同样的区域。",
        "It holds on the next day and serves the same regions.",
    )
