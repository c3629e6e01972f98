"""Every reason for which something is refused or fails, each with a stable code.

Programs go by the code and its parameters, whoever reads a log by the English sentence. The pages have
a text of their own for every code. A code is never renamed and never given another meaning.
"""

from collections.abc import Mapping
from enum import StrEnum, unique
from functools import cached_property
from string import Formatter

Parameter = str | int | float
Parameters = Mapping[str, Parameter]


def _written(value: Parameter) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value)


@unique
class ErrorCode(StrEnum):
    """The value is the code. The sentence names its parameters in braces."""

    def __new__(cls, code: str, sentence: str) -> "ErrorCode":
        member = str.__new__(cls, code)
        member._value_ = code
        member._sentence = sentence
        return member

    _sentence: str

    @classmethod
    def of_code(cls, code: str) -> "ErrorCode":
        """`UNEXPECTED` for a code that this version does not know."""
        return next((known for known in cls if known == code), cls.UNEXPECTED)

    @cached_property
    def parameter_names(self) -> frozenset[str]:
        return frozenset(name for _, name, _, _ in Formatter().parse(self._sentence) if name)

    def in_english(self, parameters: Parameters) -> str:
        return self._sentence.format_map({name: _written(value) for name, value in parameters.items()})

    # A request as a whole
    NOT_FOUND = "not_found", "No {kind} {identity}"
    NOT_LOGGED_IN = "not_logged_in", "log in first"
    WRONG_CREDENTIALS = "wrong_credentials", "login and password do not belong together"
    TOO_MANY_ATTEMPTS = "too_many_attempts", "too many attempts; come back in {retry_after_seconds} s"
    ROLE_NOT_ALLOWED = "role_not_allowed", "a user with the role {role} may not do this"
    FOREIGN_ORIGIN = "foreign_origin", "the request comes from another site"
    NO_SUCH_ADDRESS = "no_such_address", "nothing answers at this address"
    MALFORMED_REQUEST = "malformed_request", "the request is not understood"
    INVALID_INPUT = "invalid_input", "some values cannot be accepted"
    UNEXPECTED = "unexpected", "something failed that should not have"

    # The operator's line, state and calls
    NOT_ON_LINE = "not_on_line", "go on line first"
    LINE_DOWN = "line_down", "the softphone is not on line"
    PREVIEW_OVER = "preview_over", "this lead is not offered to you any more"
    LEAD_BARRED = "lead_barred", "the lead may not be called now: {bar}"
    OPERATOR_BUSY = "operator_busy", "you are {state}; only an available operator can call"
    IMPOSSIBLE_NOW = "impossible_now", "{event} while {state}"
    CALL_NOT_FINISHED = "call_not_finished", "finish the call first"
    CALL_GOES_ON = "call_goes_on", "the call goes on; hang up first"
    ANOTHERS_CALL = "anothers_call", "this is the call of another operator"
    DISPOSITION_MISSING = "disposition_missing", "save the disposition of the last call first"
    ALREADY_DISPOSED = "already_disposed", "the call is disposed of as {disposition} already"
    ANSWERS_CLOSED = "answers_closed", "the call is disposed of; its answers can no longer be changed"
    NUMBER_REFUSED = "number_refused", "this number asked not to be called"
    NUMBER_IN_CALL = "number_in_call", "this number is being called already"
    CALL_BARRED = "call_barred", "the dialling policy stands against this call: {bars}"
    NO_LINE_FREE = "no_line_free", "no trunk has a line for one more call"
    NO_CALLER_ID_LEFT = (
        "no_caller_id_left",
        "no caller ID of the campaign {campaign} may make one more call now",
    )

    # What the product leans on
    STORAGE_UNAVAILABLE = (
        "storage_unavailable",
        "the database does not answer; nothing was stored, try again",
    )
    NEWS_UNAVAILABLE = "news_unavailable", "what happens cannot be told at this moment; try again"
    TELEPHONY_FAILED = "telephony_failed", "the telephone exchange did not do what it was asked"
    TELEPHONY_UNAVAILABLE = "telephony_unavailable", "the telephone exchange is away; nothing was sent"
    TELEPHONY_REFUSED = "telephony_refused", "the telephone exchange said no; nothing happened"
    TELEPHONY_UNCERTAIN = (
        "telephony_uncertain",
        "the telephone exchange was asked and did not answer; it may have happened",
    )

    # One value; the sentence goes on after the field's name
    IS_MISSING = "is_missing", "is missing"
    IS_EMPTY = "is_empty", "is empty"
    TOO_SHORT = "too_short", "is shorter than {min} characters"
    TOO_LONG = "too_long", "is longer than {max} characters"
    TOO_LOW = "too_low", "is below {min}"
    TOO_HIGH = "too_high", "is above {max}"
    OUT_OF_RANGE = "out_of_range", "is not between {min} and {max}"
    MALFORMED = "malformed", "does not have the form it needs"
    NOT_JSON = "not_json", "is not JSON"
    BODY_TOO_LARGE = "body_too_large", "is larger than {max_kibibytes} KiB"
    NEEDS_TEXT = "needs_text", "needs a text"
    NEEDS_NUMBER = "needs_number", "needs a number"
    NEEDS_WHOLE_NUMBER = "needs_whole_number", "needs a whole number"
    NEEDS_DATE = "needs_date", "needs a date as YYYY-MM-DD"
    NEEDS_LIST = "needs_list", "needs a list"
    UNKNOWN_CHOICE = "unknown_choice", "is none of {choices}"
    CONTROL_CHARACTERS = "control_characters", "has control characters"
    UNSTORABLE_CHARACTERS = "unstorable_characters", "has characters that cannot be stored"
    UNKNOWN_CURSOR = "unknown_cursor", "is not a cursor of this list"

    # Users
    NOT_A_LOGIN = (
        "not_a_login",
        "has other signs than a-z, 0-9 and . _ @ + -, or begins or ends with one that is no letter or digit",
    )
    LOGIN_TAKEN = "login_taken", "is the login of another user"
    PASSWORD_IS_LOGIN = "password_is_login", "is the same as the login"
    WRONG_PASSWORD = "wrong_password", "is not your password"
    LAST_ADMINISTRATOR = "last_administrator", "nobody else is an active administrator"

    # Campaigns and who works on them
    NAME_TAKEN = "name_taken", "is the name of another one"
    UNKNOWN_CAMPAIGN = "unknown_campaign", "is no campaign"
    UNKNOWN_OPERATOR = "unknown_operator", "is no operator"
    UNKNOWN_POLICY = "unknown_policy", "is no dialling policy"
    CLOSES_TOO_EARLY = (
        "closes_too_early",
        "does not open before it closes; 00:00 is the day's end, and 00:00 to 00:00 the whole day",
    )
    UNKNOWN_SUBDIVISION = "unknown_subdivision", "has no calendar of holidays for {subdivision}"
    UNKNOWN_MESSAGE = "unknown_message", "is no recorded message"
    MESSAGE_MISSING = "message_missing", "needs a recorded message"
    MISTAKES_NOT_COUNTED = (
        "mistakes_not_counted",
        "needs a dialling policy that counts the people who are taken for machines",
    )
    CAMPAIGNS_COUNT_MISTAKES = (
        "campaigns_count_mistakes",
        "must be above 0 while campaigns listen for machines: {campaigns}",
    )
    CAMPAIGNS_LISTEN = (
        "campaigns_listen",
        "must be above {min} seconds while campaigns listen for machines: {campaigns}",
    )
    GRACE_TOO_SHORT = "grace_too_short", "needs a dialling policy with a grace time above {min} seconds"
    MESSAGE_IN_USE = "message_in_use", "campaigns leave this message"
    POLICY_MISSING = "policy_missing", "choose a dialling policy first"
    BEFORE_BEGINNING = "before_beginning", "is before the beginning"
    PERIOD_TOO_LONG = "period_too_long", "ends more than {max_days} days after the beginning"
    POLICY_INVALID = "policy_invalid", "what is stored of the dialling policy cannot be read; save it anew"
    SAFE_HARBOUR_MISSING = (
        "safe_harbour_missing",
        "the policy wants a message for abandoned calls; copy it and choose one",
    )
    POLICY_BUILT_IN = "policy_built_in", "a built-in policy cannot be changed; copy it"
    POLICY_IN_USE = "policy_in_use", "campaigns keep to this policy"

    # Trunks and caller IDs
    NOT_A_TEMPLATE = "not_a_template", "is not a channel with a place for the number"
    NEEDS_CONNECTION = "needs_connection", "names the trunk's own endpoint, which needs a connection"
    NEEDS_OWN_TRUNK = "needs_own_trunk", "does not name the endpoint of the connection"
    UNKNOWN_REGION = "unknown_region", "is no region of the number's country"
    ALREADY_IN_POOL = "already_in_pool", "is one of this campaign's caller IDs already"

    # Telephone numbers and time zones
    NOT_NUMBER_SIGNS = "not_number_signs", "has signs that are not part of a telephone number"
    NOT_A_NUMBER = "not_a_number", "is not a telephone number"
    IMPOSSIBLE_NUMBER = "impossible_number", "is not a number that can exist in its country"
    NUMBER_TOO_LONG = "number_too_long", "is longer than an international number can be"
    TOO_MANY_NUMBERS = "too_many_numbers", "has more than {max} numbers in one line"
    NOT_CLIENTS_NUMBER = "not_clients_number", "is not a number of this client"
    UNKNOWN_ZONE = "unknown_zone", "is not a zone of the IANA database"
    UNKNOWN_LANGUAGE = "unknown_language", "is not a language in which clients are spoken to: ru, en"

    # Scripts, questionnaires and dispositions
    DOCUMENT_CHANGED = "document_changed", "somebody else has saved a change meanwhile; load it first"
    NEEDS_ONE = "needs_one", "needs at least one entry"
    TOO_MANY = "too_many", "has more than {max} entries"
    USED_ABOVE = "used_above", "is used above already"
    MISPLACED = "misplaced", "does not belong to this kind of question"
    NOT_ASKED_ABOVE = "not_asked_above", "is not a question above this one"
    EFFECT_IN_USE = (
        "effect_in_use",
        "calls have this verdict already, with the effect {effect}; add another disposition instead",
    )

    # Answers and verdicts
    UNKNOWN_QUESTION = "unknown_question", "is not a question of this questionnaire"
    NEEDS_ANSWER = "needs_answer", "needs an answer"
    UNKNOWN_OPTION = "unknown_option", "has no option {option}"
    OPTION_TWICE = "option_twice", "names an option twice"
    UNKNOWN_DISPOSITION = "unknown_disposition", "is not one of this campaign's"
    NEEDS_CALLBACK_TIME = "needs_callback_time", "is needed for a callback"
    NO_CALLBACK = "no_callback", "belongs to a callback only"
    NOT_IN_FUTURE = "not_in_future", "is not in the future"
    CALLBACK_TOO_FAR = "callback_too_far", "is more than {max_days} days ahead"
    NO_CALLING_HOURS = "no_calling_hours", "is outside the calling hours, and none follow"

    # Files
    FILE_TOO_LARGE = "file_too_large", "is larger than {max_mebibytes} MiB"
    WRONG_ENCODING = "wrong_encoding", "line {line} is not {encoding}"
    SPOILED_CHARACTERS = "spoiled_characters", "has characters that are not in the file's encoding"
    UNSUPPORTED_FILE = "unsupported_file", "is neither text nor an XLSX workbook"
    UNREADABLE_FILE = "unreadable_file", "cannot be read: it asks for too much memory or time"
    NOT_A_SOUND = "not_a_sound", "is no WAV file of 16 bits without compression"
    SOUND_TOO_LONG = "sound_too_long", "is longer than {max_seconds} seconds"
    UNREADABLE_WORKBOOK = "unreadable_workbook", "is a broken workbook"
    UNSAFE_WORKBOOK = "unsafe_workbook", "is a workbook that no spreadsheet would write"
    TOO_MANY_COLUMNS = "too_many_columns", "line {line}: has more than {max} columns"
    TOO_MANY_LINES = "too_many_lines", "has more than {max} lines"
    FILE_GONE = "file_gone", "is kept for a day only; upload it again"
    MISSING_COLUMN = "missing_column", "has no column {column} in its first line"
    UNCLOSED_QUOTE = "unclosed_quote", "unclosed quote, lines {first}-{last}"
    UNREADABLE_LINE = "unreadable_line", "line {line}: {detail}"
    LIST_GONE = "list_gone", "is no more; begin again with another one"
    RESET_GOES_ON = "reset_goes_on", "this list is being reset already"
    IMPORT_BEGUN = "import_begun", "this import has begun already"
    IMPORT_NOT_ENDED = "import_not_ended", "this import is not there to be undone"
    SELECTION_NOT_ENDED = "selection_not_ended", "this selection is not there to be undone"
    UNKNOWN_FIELD = "unknown_field", "asks for {name}, which is not known"
    MISFIT_RULE = "misfit_rule", "asks for {name} in a way or with a value that does not fit it"
    ALREADY_LISTED = "already_listed", "is on this campaign's list already"
