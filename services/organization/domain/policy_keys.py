"""Danh mục quy định - every rule that has a number: its name and the shape of its value."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

Count = Annotated[int, Meta(ge=0, le=100_000)]
Share = Annotated[str, Meta(pattern=r"^[0-9]{1,2}/[0-9]{1,2}$")]
Decimal = Annotated[str, Meta(pattern=r"^[0-9]{1,3}(\.[0-9]{1,4})?$")]
MonthDay = Annotated[str, Meta(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]
OrganizationType = Literal[
    "CENTRAL",
    "CENTRAL_BLOC",
    "PROVINCIAL",
    "DIRECT_SUPERIOR",
    "GRASSROOTS_COMMITTEE",
    "GRASSROOTS_CELL",
    "SECTIONAL",
    "CELL",
    "GROUP",
]
TransferKind = Literal["OFFICIAL", "TEMPORARY", "INTERNAL", "ABROAD_OFFICIAL", "ABROAD_TEMPORARY"]


class Rule(msgspec.Struct, frozen=True):
    """One known key: what it means, what a value looks like, and whether only the root may set it."""

    meaning: str
    value: Any
    national: bool = False


RULES: Mapping[str, Rule] = {
    "organization.legality": Rule(
        "Tổ chức nào được lập dưới tổ chức nào", dict[OrganizationType, list[OrganizationType]]
    ),
    "organization.delegated_superior": Rule("Cơ sở được giao quyền cấp trên trực tiếp", bool),
    "restructuring.decides": Rule(
        "Cấp thấp nhất quyết định sắp xếp từng loại tổ chức", dict[OrganizationType, OrganizationType]
    ),
    "restructuring.undo_days": Rule("Số ngày được thu hồi phương án sau khi có hiệu lực", Count),
    "cell.min_official": Rule("Số đảng viên chính thức tối thiểu của chi bộ", Count),
    "cell.max_without_consent": Rule("Số đảng viên tối đa của chi bộ khi chưa có ý kiến cấp trên", Count),
    "cell.term_months": Rule("Nhiệm kỳ chi bộ, tháng", Count),
    "committee.min_members": Rule("Số đảng viên tối thiểu của đảng bộ cơ sở", Count),
    "chi_uy.min_official": Rule("Số đảng viên chính thức để bầu chi ủy", Count),
    "chi_uy.max": Rule("Số chi ủy viên tối đa", Count),
    "probation.months": Rule("Thời gian dự bị, tháng", Count),
    "admission.plan": Rule("Kế hoạch kết nạp trong kỳ, số người", Count),
    "recognition.deadline": Rule("Hạn xét công nhận chính thức, ngày làm việc", Count),
    "recognition.majority": Rule("Tỷ lệ tán thành khi công nhận chính thức", Share),
    "transfer.start_within": Rule("Hạn làm thủ tục chuyển sinh hoạt, ngày làm việc", Count),
    "transfer.present_within": Rule("Hạn nộp giấy giới thiệu, ngày làm việc", Count),
    "transfer.processing_days_per_hop": Rule("Hạn xử lý mỗi chặng, ngày làm việc", Count),
    "transfer.temp.min_months": Rule("Thời gian tối thiểu chuyển sinh hoạt tạm thời, tháng", Count),
    "transfer.temp.max_months": Rule("Chuyển sinh hoạt tạm thời dưới số tháng này", Count),
    "transfer.temp.study_max_months": Rule("Thời gian tối đa khi đi học, tháng", Count),
    "transfer.remind_before": Rule("Nhắc trước hạn nộp giấy, ngày làm việc", Count),
    "transfer.remind_return_before": Rule("Nhắc trước hạn trở về, ngày", Count),
    "transfer.escalate_after": Rule("Báo cấp trên khi quá hạn chưa xem xét, ngày làm việc", Count),
    "transfer.pause_while_carried": Rule("Tạm dừng tính hạn nộp giấy khi cơ quan đang mang hồ sơ", bool),
    "transfer.hold_blocks": Rule("Loại chuyển sinh hoạt bị dừng khi có việc chưa kết luận", list[TransferKind]),
    "transfer.count_until": Rule("Nơi đi còn tính đảng số đến bước nào", Literal["INTRODUCED", "ADMITTED"]),
    "temporary_fee_place": Rule("Nơi đóng đảng phí khi sinh hoạt tạm thời", Literal["HOME", "TEMPORARY"]),
    "badge.levels": Rule("Các mốc tuổi đảng được tặng Huy hiệu", list[Count], national=True),
    "badge.early_ill": Rule(
        "Tặng sớm khi ốm nặng: mốc tuổi đảng bắt đầu → số tháng", dict[Count, Count], national=True
    ),
    "badge.posthumous": Rule("Truy tặng sớm, tháng", Count, national=True),
    "badge.delay": Rule(
        "Chưa xét khi bị kỷ luật, tháng", dict[Literal["REPRIMAND", "WARNING", "DISMISSAL"], Count], national=True
    ),
    "home.min_age": Rule("Tuổi được phục vụ tại nhà", Count | None),
    "home.max_attempts": Rule("Số lần đến nhà tối đa", Count),
    "home.outsiders_days": Rule("Giữ tên người làm chứng, người thân sau khi xong việc, ngày", Count, national=True),
    "home.visits_per_day": Rule("Số lượt đến nhà tối đa của một cán bộ trong ngày", Count),
    "eval.ruleset": Rule("Bộ quy định đánh giá, xếp loại", Literal["QD124_2023", "QD366_2025"], national=True),
    "eval.bands": Rule("Điểm sàn xuất sắc, tốt, hoàn thành", list[Count]),
    "eval.exceed": Rule("Tỷ lệ việc vượt mức để xếp loại xuất sắc", Decimal),
    "eval.late_max": Rule("Tỷ lệ việc chậm tối đa", Decimal),
    "eval.cap": Rule("Tỷ lệ xuất sắc tối đa", Decimal),
    "eval.cap_base": Rule("Cơ sở tính tỷ lệ xuất sắc", Literal["GOOD_ONLY", "GOOD_AND_ABOVE", "ALL_RATED"]),
    "eval.rounding": Rule("Cách làm tròn", Literal["FLOOR", "HALF_UP"]),
    "eval.small_org_minimum": Rule("Số xuất sắc tối thiểu của tổ chức nhỏ", Count),
    "eval.cap_scope": Rule("Nơi tính tỷ lệ xuất sắc", Literal["TCCSD", "SIMILAR_GROUP", "SUPERIOR"]),
    "eval.outstanding_cap": Rule("Tỷ lệ xuất sắc tối đa khi thành tích nổi trội", Decimal),
    "eval.deadline": Rule("Hạn đánh giá hằng năm", MonthDay),
    "eval.special": Rule("Hạn đánh giá của đối tượng đặc thù", MonthDay),
    "eval.old_place_months": Rule("Nơi cũ nhận xét khi mới chuyển, tháng", Count),
    "eval.new_member_months": Rule("Mới kết nạp chưa đủ số tháng này thì chưa xếp loại", Count),
    "eval.new_org_months": Rule("Mới thành lập chưa đủ số tháng này thì chưa xếp loại", Count),
    "eval.order": Rule("Thứ tự xếp loại", list[Literal["MEMBER", "COMMITTEE", "LEADER", "ORGANIZATION"]]),
    "eval.deciding_body": Rule(
        "Cấp quyết định xếp loại: tổ chức cơ sở đảng, hoặc cấp trên trực tiếp",
        dict[Literal["MEMBER", "LEADER", "COMMITTEE", "ORGANIZATION"], Literal["GRASSROOTS", "SUPERIOR"]],
    ),
    "eval.leader_not_above_unit": Rule("Cá nhân đứng đầu không xếp loại cao hơn tập thể", bool),
    "eval.appeal_days": Rule("Hạn đề nghị xem xét lại xếp loại, ngày kể từ ngày công bố", Count | None),
    "meeting.bands": Rule("Điểm sàn chất lượng sinh hoạt chi bộ", list[Count]),
    "meeting.every_months": Rule(
        "Định kỳ sinh hoạt, họp: mấy tháng một lần", dict[Literal["CELL", "COMMITTEE"], Count]
    ),
    "meeting.online": Rule("Chi bộ được sinh hoạt trực tuyến", bool),
    "vote.quorum": Rule("Tỷ lệ dự họp khi lấy phiếu tín nhiệm", Share),
    "vote.low": Rule("Các ngưỡng tín nhiệm thấp", list[Share]),
    "access.glass_hours": Rule("Mở hồ sơ khẩn cấp, giờ", Annotated[int, Meta(ge=1, le=24)], national=True),
    "access.export_hours": Rule(
        "Danh sách đã duyệt xuất tải được trong, giờ", Annotated[int, Meta(ge=1, le=168)], national=True
    ),
    "dsr.ack": Rule("Phản hồi yêu cầu của chủ thể dữ liệu, ngày làm việc", Count, national=True),
    "dsr.stop": Rule("Ngừng xử lý dữ liệu, ngày", Count, national=True),
    "dsr.access": Rule("Cho xem dữ liệu, ngày", Count, national=True),
    "dsr.extend": Rule("Gia hạn yêu cầu của chủ thể dữ liệu một lần, ngày", Count, national=True),
    "dsr.erase": Rule("Xóa dữ liệu, ngày", Count, national=True),
    "breach": Rule("Báo cáo sự cố dữ liệu, giờ", Count, national=True),
    "dpia": Rule("Lập hồ sơ đánh giá tác động, ngày", Count, national=True),
    "calendar.working_day": Rule(
        "Ngày này có làm việc không (nghỉ bù, hoán đổi): mỗi ngày một dòng", bool, national=True
    ),
}


class HomeServiceRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Một dòng danh mục dịch vụ tại nhà: both names, the way of the papers, what proves that it was done."""

    vi: Annotated[str, Meta(min_length=3, max_length=120)]
    en: Annotated[str, Meta(min_length=3, max_length=120)]
    flow: Literal["FROM_HOME", "TO_HOME", "TO_COMMITTEE"]
    carries_file: bool
    proofs: Annotated[
        list[Literal["SIGNATURE", "PHOTO_OF_SEAL", "PHOTO_OF_RECEIPT", "ONE_TIME_CODE", "WITNESS", "WET_SIGNATURE"]],
        Meta(min_length=1),
    ]


FAMILIES: Mapping[re.Pattern[str], Rule] = {
    re.compile(r"home\.service\.[A-Z][A-Z0-9_]{2,39}"): Rule(
        "Một dịch vụ tại nhà; null là thôi", HomeServiceRow | None
    ),
}
"""Catalogues: one row for each thing, to which a province adds its own or which it switches off."""


def rule_of(key: str) -> Rule | None:
    """The rule behind a key; a catalogue's key is one of its family."""
    if key in RULES:
        return RULES[key]
    return next((rule for pattern, rule in FAMILIES.items() if pattern.fullmatch(key)), None)


def fault_in(rule: Rule, value: Any) -> str:
    """What is wrong with a value, in the validator's words; empty if nothing is."""
    try:
        msgspec.convert(value, type=rule.value, str_keys=True)
    except msgspec.ValidationError as error:
        return str(error)
    return ""
