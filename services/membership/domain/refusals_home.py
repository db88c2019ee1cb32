"""Từ chối về phục vụ tại nhà - the request, the visit, the officer."""

from shared.vocabulary.refusals import Refusal


class HomeServiceIsUnknown(Refusal):
    """Không có dịch vụ tại nhà này."""

    vi = "Không tìm thấy yêu cầu phục vụ tại nhà này."
    en = "There is no such home service."
    next_vi = "Kiểm tra lại mã; nếu vừa tạo, gửi kèm minPosition."
    next_en = "Check the id; if it was just made, send minPosition."
    status = 404


class HomeServiceIsNotOffered(Refusal):
    """Dịch vụ không có trong danh mục."""

    vi = "Dịch vụ tại nhà này không có trong danh mục của địa phương."
    en = "This home service is not in the catalogue here."
    next_vi = "Xem các dịch vụ bằng policies(key: home.service.…); cấp ủy thêm dòng bằng setPolicy."
    next_en = "See the services by policies(key: home.service.…); a row is added by setPolicy."


class NotEligibleForHomeService(Refusal):
    """Không thuộc diện phục vụ tại nhà."""

    vi = "Chưa thuộc diện phục vụ tại nhà: chưa đủ tuổi, chưa ghi sức khỏe yếu, chưa được miễn sinh hoạt."
    en = "The member is not eligible for service at home: neither of age by the rules, nor marked as weak, nor exempt."
    next_vi = "Ghi weak: true nếu đảng viên sức khỏe yếu (không ghi chẩn đoán), hoặc mời đến cấp ủy."
    next_en = "Set weak: true if the member is weak (no diagnosis), or invite him to the office."


class ConsentIsMissing(Refusal, code="MEMBER_CONSENT_IS_MISSING"):
    """Thiếu sự đồng ý của đảng viên."""

    vi = "Chưa ghi nhận sự đồng ý của đảng viên; không ai đến nhà khi chưa được đồng ý."
    en = "The consent of the member is not recorded; nobody comes to a home without it."
    next_vi = "Hỏi ý kiến đảng viên rồi ghi consent: true và ngày đồng ý."
    next_en = "Ask the member, then send consent: true and its date."
    legal_basis = "Luật 91/2025/QH15"


class AuthorisationIsMissing(Refusal):
    """Thiếu giấy ủy quyền."""

    vi = "Người thân đề nghị thay thì cần giấy ủy quyền."
    en = "A relative who asks needs an authorisation."
    next_vi = "Gửi mã băm của giấy ủy quyền vào authorisationHash."
    next_en = "Send the hash of the authorisation as authorisationHash."
    status = 400


class HomeServiceIsOpenAlready(Refusal):
    """Dịch vụ này đang được thực hiện."""

    vi = "Đảng viên đang có một yêu cầu cùng loại chưa xong."
    en = "A service of this kind is open for the member already."
    next_vi = "Tiếp tục hoặc thôi (cancelHomeService) yêu cầu đang có."
    next_en = "Go on with it, or cancel it (cancelHomeService)."


class HomeServiceHasEnded(Refusal):
    """Dịch vụ đã kết thúc."""

    vi = "Yêu cầu phục vụ tại nhà đã kết thúc ({state})."
    en = "The home service has ended ({state})."
    next_vi = "Tạo yêu cầu mới nếu vẫn cần."
    next_en = "Ask for a new one if it is still needed."


class ServingBodyIsNotOnTheWay(Refusal):
    """Cấp ủy phục vụ không phù hợp."""

    vi = "Cấp ủy phục vụ phải ở trên chi bộ của đảng viên hoặc ở trên đường chuyển của hồ sơ."
    en = "The serving committee must be over the home cell of the member or on the route of the transfer."
    next_vi = "Chọn cấp ủy cấp trên của chi bộ, hoặc một cấp ủy trên đường chuyển."
    next_en = "Choose a committee over the cell, or one on the route."


class TransferIsOfAnotherMember(Refusal):
    """Hồ sơ chuyển của người khác."""

    vi = "Hồ sơ chuyển này không phải của đảng viên."
    en = "This transfer is not of this member."
    next_vi = "Chọn đúng hồ sơ chuyển đang mở của đảng viên."
    next_en = "Choose the open transfer of the member."


class VisitDateIsNotAhead(Refusal):
    """Ngày hẹn không phù hợp."""

    vi = "Ngày đến nhà phải từ {first} đến {last}."
    en = "The day of the visit must be from {first} to {last}."
    next_vi = "Chọn một ngày trong khoảng đó."
    next_en = "Choose a day in between."
    status = 422


class NoOfficerIsFree(Refusal):
    """Không có cán bộ nào nhận được."""

    vi = "Không có cán bộ phục vụ tại nhà nào của cấp ủy này còn chỗ trong ngày (tối đa {most} lượt mỗi người)."
    en = "No home-visit officer of this committee has room that day (at most {most} visits each)."
    next_vi = "Chọn ngày khác, hoặc cấp quyền home_visit_officer cho thêm người."
    next_en = "Choose another day, or grant home_visit_officer to more people."


class OfficerDayIsFull(Refusal):
    """Cán bộ đã kín lịch."""

    vi = "Cán bộ này đã đủ {most} lượt trong ngày."
    en = "This officer has {most} visits that day already."
    next_vi = "Bỏ trống officer để hệ thống chia đều, hoặc chọn ngày khác."
    next_en = "Leave officer out so that the load is shared, or choose another day."


class VisitIsUnknown(Refusal):
    """Không có lần đến nhà này."""

    vi = "Không có lần đến nhà mang số này."
    en = "There is no visit of this number."
    next_vi = "Đồng bộ lại (syncVisits) rồi gửi đúng số lần."
    next_en = "Sync again (syncVisits) and send the right number."
    status = 404


class VisitEndedOtherwise(Refusal):
    """Lần đến nhà đã kết thúc khác."""

    vi = "Lần đến nhà này đã kết thúc theo cách khác ({outcome})."
    en = "This visit has ended otherwise ({outcome})."
    next_vi = "Xem bản trên máy chủ; gặp cấp ủy nếu bản của bạn mới đúng."
    next_en = "Look at the version of the server; see the committee if yours is the right one."


class VisitIsNotYours(Refusal):
    """Việc của cán bộ được giao."""

    vi = "Lần đến nhà này giao cho cán bộ khác."
    en = "This visit is assigned to another officer."
    next_vi = "Đồng bộ lại; việc đã giao cho người khác."
    next_en = "Sync again; it was given to somebody else."
    status = 403


class ProofIsNotStored(Refusal):
    """Minh chứng chưa được lưu."""

    vi = "Minh chứng chưa được tải lên xong; chưa ghi nhận xong việc khi chưa có minh chứng."
    en = "The proof is not stored yet; a visit is not done without it."
    next_vi = "Tải minh chứng lên trước (tus), rồi gửi lại mục này."
    next_en = "Upload the proof first (tus), then send this item again."


class ProofIsOfAnotherVisit(Refusal):
    """Minh chứng của lần khác."""

    vi = "Minh chứng này thuộc một lần đến nhà khác."
    en = "This proof belongs to another visit."
    next_vi = "Chụp minh chứng tại đúng lần đến nhà."
    next_en = "Take the proof at the visit itself."


class ProofDoesNotSuffice(Refusal):
    """Minh chứng chưa đủ."""

    vi = "Cần ít nhất một minh chứng thuộc loại: {accepted}."
    en = "At least one proof of these kinds is needed: {accepted}."
    next_vi = "Gửi kèm minh chứng, mã một lần hoặc người làm chứng."
    next_en = "Send a proof, the one-time code or a witness."


class OneTimeCodeIsWrong(Refusal):
    """Mã một lần không đúng."""

    vi = "Mã một lần không đúng với lần đến nhà này."
    en = "The one-time code is not that of this visit."
    next_vi = "Hỏi lại đảng viên; mã hiện trong ứng dụng của đảng viên."
    next_en = "Ask the member again; the code stands in his own app."


class NoProxyWasNamed(Refusal):
    """Không có người nhận thay."""

    vi = "Đảng viên không nêu người nhận thay; chỉ giao tận tay đảng viên."
    en = "The member named no proxy; only the member receives."
    next_vi = "Hẹn lại, hoặc làm yêu cầu mới có người nhận thay."
    next_en = "Come again, or ask anew with a proxy."


class FileIsNotHandedOver(Refusal):
    """Hồ sơ chưa được bàn giao."""

    vi = "Hồ sơ niêm phong chưa đến đúng tay người nhận."
    en = "The sealed file is not in the right hands yet."
    next_vi = "Ghi bàn giao (handOver hoặc recordCustody) trước khi báo xong."
    next_en = "Record the hand-over (handOver or recordCustody) first."


class DeviceTimeIsNotReadable(Refusal):
    """Thời gian trên máy không dùng được."""

    vi = "Thời gian máy gửi lên không dùng được: cần múi giờ, và không ở tương lai theo lần đồng bộ."
    en = "The times of the device are not usable: they need a zone, and may not lie ahead of the server."
    next_vi = "Đồng bộ lại để lấy giờ máy chủ, rồi gửi lại."
    next_en = "Sync again to get the time of the server, then send again."
    status = 422


class AddressIsMissing(Refusal):
    """Thiếu địa chỉ."""

    vi = "Cần địa chỉ và khu phố (thôn, ấp) để đến nhà."
    en = "An address and a neighbourhood are needed to come to a home."
    next_vi = "Ghi địa chỉ và khu phố; chỉ cán bộ được giao xem địa chỉ, đến khi xong việc."
    next_en = "Give both; only the assigned officer sees the address, and only until the task ends."
    status = 400
