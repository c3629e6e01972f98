"""What people and machines say when they pick up. Each text belongs to one part of the corpus for good."""

from typing import Final

PEOPLE: Final = {
    ("ru", "tuning"): (
        "Алло?",
        "Да",
        "Да, слушаю",
        "Слушаю вас",
        "Алло, да?",
        "Да, алло",
        "Говорите",
        "Да-да",
        "Иванов слушает",
        "Да, здравствуйте",
        "Алло, кто говорит?",
        "Угу",
        "Да, слушаю вас внимательно",
    ),
    ("ru", "held out"): (
        "Аллё!",
        "Слушаю",
        "Я слушаю",
        "Ну алло",
        "Кто это?",
        "Да, кто это?",
        "Добрый день",
        "Петрова, слушаю",
        "Алло, алло?",
        "Да, говорите",
        "Что вы хотели?",
        "Ага",
        "Приёмная, слушаю вас",
    ),
    ("en", "tuning"): (
        "Hello?",
        "Yes?",
        "Hi",
        "Yeah?",
        "Hello, who is it?",
        "Good morning",
        "Yes, hello",
        "This is John",
        "Speaking",
        "Hello there",
        "Who's calling, please?",
        "John Miller speaking",
    ),
    ("en", "held out"): (
        "Hallo",
        "Hi there",
        "Yes, speaking",
        "Good afternoon",
        "Hello? Hello?",
        "Who is this?",
        "Mary here",
        "What is it?",
        "Yep",
        "Hello, yes",
        "Smith residence",
        "Good evening, hello",
    ),
}
"""The last of each is about as long as a private greeting gets."""

LONG_PEOPLE: Final = {
    ("ru", "tuning"): (
        "Компания Ромашка, Анна, добрый день, чем могу помочь?",
        "Здравствуйте, отдел продаж, менеджер Сергей слушает вас",
    ),
    ("ru", "held out"): (
        "Добрый день, автосервис на Садовой, мастер Олег у телефона",
        "Стоматология Улыбка, администратор Ольга, здравствуйте",
    ),
    ("en", "tuning"): (
        "Good morning, Baker and Sons, Emily speaking, how can I help you?",
        "Thank you for calling the front desk, this is Tom",
    ),
    ("en", "held out"): (
        "Riverside dental practice, Laura speaking, how may I help?",
        "Hello, you have reached Peter at the garage, what can I do for you?",
    ),
}
"""People at work, who greet as long as machines do."""

MACHINES: Final = {
    ("ru", "tuning"): (
        "Здравствуйте. Вы позвонили в компанию Ромашка. Сейчас никто не может ответить на ваш звонок. "
        "Оставьте сообщение после сигнала.",
        "Привет, это автоответчик Анны. Меня сейчас нет дома, говорите после гудка.",
        "Абонент не отвечает или временно недоступен. Вы можете оставить голосовое сообщение после сигнала.",
        "К сожалению, я не могу подойти к телефону. Пожалуйста, оставьте своё имя и номер.",
        "Вас приветствует автоответчик. Оставьте, пожалуйста, сообщение после звукового сигнала.",
        "Алло. Меня нет дома. Оставьте сообщение.",
    ),
    ("ru", "held out"): (
        "Добрый день! Вы дозвонились до Сергея. Я перезвоню вам, если вы оставите сообщение.",
        "Телефон абонента выключен или находится вне зоны действия сети. Говорите после сигнала.",
        "Это голосовая почта. Сейчас вам не могут ответить. После гудка скажите, что передать.",
        "Вы позвонили в квартиру Петровых. Мы в отпуске до конца месяца, говорите после сигнала.",
        "Наш офис закрыт. Мы работаем с девяти до шести. Оставьте, пожалуйста, сообщение.",
        "Слушаю вас. Это автоответчик, так что говорите после сигнала.",
    ),
    ("en", "tuning"): (
        "Hello. You have reached the Miller family. We can't come to the phone right now. "
        "Please leave a message after the beep.",
        "Hi, this is John. I'm not available at the moment. Leave your name and number after the tone.",
        "The person you are calling is not available. At the tone, please record your message.",
        "Your call has been forwarded to an automatic voice message system.",
        "Thank you for calling. Our office is closed. Please leave a message and we will call you back.",
        "Hi. Leave a message.",
    ),
    ("en", "held out"): (
        "Good day! You've got through to Peter's voicemail. Speak after the signal and I'll ring you back.",
        "The number you have dialled is switched off or out of coverage. Record your message after the tone.",
        "We are away on holiday until the end of the month. Please say who you are after the beep.",
        "Sorry I missed you. I am either on the other line or away from my desk. Leave your details.",
        "Welcome to the mailbox of Riverside Garage. All our mechanics are busy right now.",
        "Hey, it's Mary. You know what to do after the beep.",
    ),
}

VOICES: Final = {
    ("ru", "tuning"): ("ru", "ru+m1", "ru+m3", "ru+f1", "ru+f2"),
    ("ru", "held out"): ("ru+m2", "ru+m4", "ru+m7", "ru+f3", "ru+f4"),
    ("en", "tuning"): ("en-us", "en-gb+m1", "en-us+m3", "en-gb+f1", "en-us+f2"),
    ("en", "held out"): ("en-gb+m2", "en-us+m4", "en-gb-scotland+m7", "en-gb-x-rp+f3", "en-us+f4"),
}
