"""Vì sao một quyết định về cấp ủy không được nhận."""

from shared.vocabulary.refusals import Refusal


class NobodyIsNamed(Refusal):
    """Không nêu ai, không đặt gì."""

    vi = "Quyết định không nêu ai vào hoặc thôi cấp ủy, cũng không đặt nhiệm kỳ."
    en = "The decision names nobody who takes or leaves a seat, and sets no term."
    next_vi = "Nêu ít nhất một người, hoặc nhiệm kỳ."
    next_en = "Name somebody, or a term."
    status = 422


class TermIsEmpty(Refusal):
    """Nhiệm kỳ không có ngày nào, hoặc không có ghế nào."""

    vi = "Nhiệm kỳ phải kết thúc sau khi bắt đầu, với ít nhất một cấp ủy viên."
    en = "A term ends after it begins, and has at least one seat."
    next_vi = "Sửa ngày hoặc số lượng."
    next_en = "Correct the days or the size."
    status = 422


class SeatIsTaken(Refusal):
    """Chức danh đã có người."""

    vi = "Dòng {row}: chức danh {position} đã có người giữ."
    en = "Row {row}: the position {position} is held already."
    next_vi = "Ghi người đang giữ thôi chức trước."
    next_en = "Let whoever holds it leave first."


class SeatIsNotHeld(Refusal):
    """Người này không giữ chức danh đó."""

    vi = "Người được nêu không giữ chức danh {position} ở cấp ủy này."
    en = "Whoever is named does not hold the position {position} in this committee."
    next_vi = "Xem lại danh sách cấp ủy."
    next_en = "Read the committee's list again."


class CellIsTooSmallForThisSeat(Refusal):
    """Chi bộ chưa đủ đảng viên để bầu chi ủy."""

    vi = "Dòng {row}: chi bộ có {counted} đảng viên chính thức, từ {limit} mới có chi ủy; chỉ có bí thư, phó bí thư."
    en = "Row {row}: the cell has {counted} full members; only from {limit} on it has more than secretary and deputy."
    next_vi = "Chọn bí thư hoặc phó bí thư."
    next_en = "Choose secretary or deputy."
    legal_basis = "294-QĐ/TW 26-5-2025"
    status = 422


class CommitteeIsFull(Refusal):
    """Chi ủy đã đủ người."""

    vi = "Dòng {row}: chi ủy có tối đa {limit} người."
    en = "Row {row}: a cell's committee has at most {limit} members."
    next_vi = "Bớt người được nêu."
    next_en = "Name fewer people."
    legal_basis = "294-QĐ/TW 26-5-2025"
    status = 422


class MemberIsNotOfThisOrganization(Refusal):
    """Không phải đảng viên chính thức sinh hoạt tại tổ chức này."""

    vi = "Dòng {row}: người được nêu không phải đảng viên chính thức đang sinh hoạt trong tổ chức này."
    en = "Row {row}: whoever is named is no full member at home in this organisation."
    next_vi = "Kiểm tra lại đảng viên và nơi sinh hoạt."
    next_en = "Check the member and the home."
    status = 422


class TrainingIsMalformed(Refusal):
    """Lớp bồi dưỡng không có ai."""

    vi = "Lớp bồi dưỡng cần có ít nhất một lượt người dự."
    en = "A class has at least one attendance."
    next_vi = "Ghi số lượt người dự."
    next_en = "Say how many attended."
    status = 422
