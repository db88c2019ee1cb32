"""Kiểm điểm, đánh giá, xếp loại chất lượng - the rules of reviews and ratings.

A campaign opens for a year under a rule set. Each subject (a member, a leader, a committee, an organisation) reviews
itself, is commented on, voted on and proposed a rating; the deciding body rates many at once, because the cap on
EXCELLENT holds across all of them. A rating is the lower of the band of its points and the highest band whose
conditions hold; every step of that is kept, so that the reason can be shown. No score is ever inferred.
"""
