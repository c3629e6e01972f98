"""The demo campaign: its policy, its script and its questionnaire."""

from datetime import time
from typing import Any, Final

from core.law.hours import CallingHours, DayHours, WeekHours
from core.law.policy import GraceFrom, Policy
from core.questionnaires.document import Text

POLICY: Final = Policy(
    basis=Text(
        ru="Для показа: звонят в любое время, абоненты живут внутри станции, и разбудить некого.",
        en="For the demonstration: at any hour; its customers live inside the exchange, nobody is woken.",
    ),
    abandon_limit=0.03,
    abandon_window_days=1,
    grace_seconds=2.0,
    grace_from=GraceFrom.GREETING,
    minimum_ring_seconds=15,
    calling_hours=CallingHours(week=WeekHours.daily(DayHours(opens=time(0), closes=time(0)))),
    attempts_per_day=None,
    attempts_per_week=None,
    pause_after_abandonment_hours=0,
    machine_false_positive_rate=0.02,
)

SCRIPT: Final[dict[str, Any]] = {
    "blocks": [
        {"kind": "heading", "text": {"ru": "Приветствие", "en": "Opening"}},
        {
            "kind": "say",
            "text": {
                "ru": "Здравствуйте! Меня зовут {operator_name}, компания «Связь-Сервис». "
                "{person_name}, это вы?",
                "en": "Good day! My name is {operator_name}, I am calling from Connect Service. "
                "Am I speaking to {person_name}?",
            },
        },
        {
            "kind": "hint",
            "text": {
                "ru": "Если к телефону подошёл другой человек, спросите, когда удобно перезвонить.",
                "en": "If somebody else answers, ask when it suits to call back.",
            },
        },
        {"kind": "heading", "text": {"ru": "Предложение", "en": "Offer"}},
        {
            "kind": "say",
            "text": {
                "ru": "До конца месяца мы подключаем интернет и телефонию без платы за установку. "
                "Это займёт две минуты, можно задать несколько вопросов?",
                "en": "Until the end of the month we connect {client_name} to internet and telephony "
                "without a set-up fee. It takes two minutes; may I ask a few questions?",
            },
        },
        {"kind": "heading", "text": {"ru": "Завершение", "en": "Closing"}},
        {
            "kind": "say",
            "text": {
                "ru": "Спасибо за разговор! Хорошего дня.",
                "en": "Thank you for your time. Have a good day.",
            },
        },
    ]
}

QUESTIONNAIRE: Final[dict[str, Any]] = {
    "questions": [
        {
            "id": "has_internet",
            "kind": "single",
            "required": True,
            "text": {"ru": "Есть ли у вас сейчас интернет?", "en": "Do you have internet now?"},
            "options": [
                {"id": "yes", "label": {"ru": "Да", "en": "Yes"}},
                {"id": "no", "label": {"ru": "Нет", "en": "No"}},
                {"id": "mobile", "label": {"ru": "Только мобильный", "en": "Mobile only"}},
            ],
        },
        {
            "id": "satisfaction",
            "kind": "scale",
            "required": True,
            "text": {"ru": "Насколько вы им довольны?", "en": "How satisfied are you with it?"},
            "scale": {
                "min": 1,
                "max": 5,
                "min_label": {"ru": "Совсем нет", "en": "Not at all"},
                "max_label": {"ru": "Очень", "en": "Very"},
            },
            "shown_if": {
                "combinator": "and",
                "rules": [{"field": "has_internet", "operator": "!=", "value": "no"}],
            },
        },
        {
            "id": "services",
            "kind": "multiple",
            "text": {"ru": "Что вам интересно?", "en": "What are you interested in?"},
            "options": [
                {"id": "internet", "label": {"ru": "Интернет", "en": "Internet"}},
                {"id": "telephony", "label": {"ru": "Телефония", "en": "Telephony"}},
                {"id": "tv", "label": {"ru": "Телевидение", "en": "Television"}},
                {"id": "video", "label": {"ru": "Видеонаблюдение", "en": "Video surveillance"}},
            ],
        },
        {
            "id": "budget",
            "kind": "number",
            "text": {"ru": "Сколько вы готовы платить в месяц?", "en": "What would you pay a month?"},
            "number": {"min": 0, "max": 100000, "unit": "₽"},
            "shown_if": {
                "combinator": "and",
                "rules": [{"field": "services", "operator": "notNull", "value": None}],
            },
        },
        {
            "id": "install_date",
            "kind": "date",
            "text": {"ru": "Когда удобно подключить?", "en": "When would installation suit you?"},
            "shown_if": {
                "combinator": "and",
                "rules": [{"field": "services", "operator": "contains", "value": "internet"}],
            },
        },
        {
            "id": "comment",
            "kind": "text",
            "text": {"ru": "Пожелания клиента", "en": "The client's wishes"},
        },
    ]
}
