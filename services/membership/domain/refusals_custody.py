"""Từ chối về giữ hồ sơ niêm phong - seals, hands, incidents."""

from shared.vocabulary.refusals import Refusal


class SealNumberIsNotReadable(Refusal):
    """Số niêm phong không đúng dạng."""

    vi = "Số niêm phong không đúng dạng: 4 đến 30 chữ in, chữ số và các dấu - . / có ít nhất một chữ số."
    en = "The number of the seal is not readable: 4 to 30 letters, digits and - . / with at least one digit."
    next_vi = "Ghi số như trên niêm phong."
    next_en = "Write the number as it stands on the seal."
    status = 400


class SealNumberWasUsed(Refusal):
    """Số niêm phong đã dùng."""

    vi = "Số niêm phong này đã dùng cho một túi hồ sơ khác hoặc một lần trước."
    en = "This number was used for another envelope or an earlier time."
    next_vi = "Dùng niêm phong mới, không dùng lại số cũ."
    next_en = "Take a new seal; a number is never used twice."


class PapersAreNotCounted(Refusal):
    """Số tờ không hợp lệ."""

    vi = "Số tài liệu phải từ 1 đến {most}."
    en = "The number of papers must be from 1 to {most}."
    next_vi = "Đếm lại tài liệu trong túi."
    next_en = "Count the papers again."
    status = 422


class InventoryIsMissing(Refusal):
    """Thiếu bản kê."""

    vi = "Lần niêm phong đầu cần mã băm bản kê và số tài liệu."
    en = "The first seal needs the hash of the list of contents and the number of papers."
    next_vi = "Lập bản kê, gửi inventoryHash và papers."
    next_en = "Make the list; send inventoryHash and papers."
    status = 400


class FileIsSealedAlready(Refusal):
    """Hồ sơ đang niêm phong."""

    vi = "Hồ sơ đang được niêm phong."
    en = "The file is sealed already."
    next_vi = "Ghi bàn giao, không niêm phong lại."
    next_en = "Record a hand-over instead."


class FileIsNotSealed(Refusal):
    """Hồ sơ chưa niêm phong."""

    vi = "Hồ sơ chưa được niêm phong nên chưa bàn giao được."
    en = "The file is not sealed, so it cannot be handed over."
    next_vi = "Niêm phong trước: gửi sealNumber, inventoryHash và papers."
    next_en = "Seal it first: send sealNumber, inventoryHash and papers."


class FileIsWithAnother(Refusal):
    """Hồ sơ đang ở người khác."""

    vi = "Hồ sơ đang do người khác giữ ({kind})."
    en = "The file is with somebody else ({kind})."
    next_vi = "Xem người đang giữ; ghi các lần bàn giao theo đúng thứ tự."
    next_en = "See who has it; record the hand-overs in their order."


class ReceiverHasTheFile(Refusal):
    """Người nhận đang giữ hồ sơ."""

    vi = "Người giao và người nhận là một."
    en = "The giver and the receiver are the same."
    next_vi = "Ghi đúng người nhận."
    next_en = "Name the receiver."
    status = 422


class CustodianIsNotComplete(Refusal):
    """Người giữ ghi chưa đủ."""

    vi = "Người giữ là cấp ủy cần organizationId; là cán bộ cần officer."
    en = "A committee as custodian needs organizationId; an officer needs officer."
    next_vi = "Ghi đủ người giao và người nhận."
    next_en = "Name giver and receiver completely."
    status = 400


class OnlyACommitteeOpensTheFile(Refusal):
    """Chỉ cấp ủy được mở hồ sơ."""

    vi = "Chỉ cấp ủy đang giữ hồ sơ được mở niêm phong."
    en = "Only the committee that has the file opens it."
    next_vi = "Bàn giao cho cấp ủy trước."
    next_en = "Hand it over to the committee first."


class CustodyIncidentIsOpen(Refusal):
    """Sự cố niêm phong chưa xử lý."""

    vi = "Hồ sơ có sự cố niêm phong chưa xử lý; chưa tiếp nhận được."
    en = "The file has an open custody incident; nobody is admitted on it."
    next_vi = "Kiểm đếm, niêm phong lại và đóng sự cố (closeCustodyIncident)."
    next_en = "Recount, seal anew and close it (closeCustodyIncident)."


class NoCustodyIncidentIsOpen(Refusal):
    """Không có sự cố nào."""

    vi = "Hồ sơ này không có sự cố niêm phong nào đang mở."
    en = "No custody incident is open for this file."
    next_vi = "Không cần làm gì thêm."
    next_en = "Nothing is left to do."
