"""What the forms say when something is wrong, in the languages Mathesar speaks."""

from enum import Enum


class Message(Enum):
    REQUIRED = "required"
    USERNAME_LONG = "username_long"
    USERNAME_TAKEN = "username_taken"
    PASSWORDS_DIFFER = "passwords_differ"
    PASSWORD_SIMILAR = "password_similar"
    PASSWORD_SHORT = "password_short"
    PASSWORD_COMMON = "password_common"
    PASSWORD_DIGITS = "password_digits"
    LOGIN_FAILED = "login_failed"

    def text(self, language: str) -> str:
        return TEXTS[language][self]


TEXTS = {
    "en": {
        Message.REQUIRED: "Please fill in this field.",
        Message.USERNAME_LONG: "A username may have 63 characters at most.",
        Message.USERNAME_TAKEN: "This username is already in use.",
        Message.PASSWORDS_DIFFER: "The two passwords are not the same.",
        Message.PASSWORD_SIMILAR: "The password resembles the username too much.",
        Message.PASSWORD_SHORT: "The password is too short: it needs at least 8 characters.",
        Message.PASSWORD_COMMON: "This password is one that many people use.",
        Message.PASSWORD_DIGITS: "The password must not consist of digits only.",
        Message.LOGIN_FAILED: "Username and password do not match. Upper and lower case matter in both.",
    },
    "es": {
        Message.REQUIRED: "Rellene este campo.",
        Message.USERNAME_LONG: "El nombre de usuario puede tener 63 caracteres como máximo.",
        Message.USERNAME_TAKEN: "Este nombre de usuario ya está en uso.",
        Message.PASSWORDS_DIFFER: "Las dos contraseñas no son iguales.",
        Message.PASSWORD_SIMILAR: "La contraseña se parece demasiado al nombre de usuario.",
        Message.PASSWORD_SHORT: "La contraseña es demasiado corta: necesita 8 caracteres como mínimo.",
        Message.PASSWORD_COMMON: "Esta contraseña la usa mucha gente.",
        Message.PASSWORD_DIGITS: "La contraseña no puede tener solo cifras.",
        Message.LOGIN_FAILED: "El usuario y la contraseña no coinciden. Importan las mayúsculas.",
    },
    "fr": {
        Message.REQUIRED: "Remplissez ce champ.",
        Message.USERNAME_LONG: "Un nom d’utilisateur a 63 caractères au plus.",
        Message.USERNAME_TAKEN: "Ce nom d’utilisateur est déjà pris.",
        Message.PASSWORDS_DIFFER: "Les deux mots de passe sont différents.",
        Message.PASSWORD_SIMILAR: "Le mot de passe ressemble trop au nom d’utilisateur.",
        Message.PASSWORD_SHORT: "Le mot de passe est trop court : il faut au moins 8 caractères.",
        Message.PASSWORD_COMMON: "Beaucoup de gens utilisent ce mot de passe.",
        Message.PASSWORD_DIGITS: "Le mot de passe ne peut pas contenir que des chiffres.",
        Message.LOGIN_FAILED: "Nom d’utilisateur et mot de passe ne vont pas ensemble. Les majuscules comptent.",
    },
    "ja": {
        Message.REQUIRED: "この項目を入力してください。",
        Message.USERNAME_LONG: "ユーザー名は63文字以内にしてください。",
        Message.USERNAME_TAKEN: "このユーザー名はすでに使われています。",
        Message.PASSWORDS_DIFFER: "2つのパスワードが違います。",
        Message.PASSWORD_SIMILAR: "パスワードがユーザー名に似すぎています。",
        Message.PASSWORD_SHORT: "パスワードが短すぎます。8文字以上にしてください。",
        Message.PASSWORD_COMMON: "このパスワードはよく使われているものです。",
        Message.PASSWORD_DIGITS: "数字だけのパスワードは使えません。",
        Message.LOGIN_FAILED: "ユーザー名とパスワードが合いません。大文字と小文字は区別されます。",
    },
}


def preferred_language(accepted: str) -> str:
    """The best of our languages in an Accept-Language header; English when none of them is wanted."""
    wanted = []
    for position, item in enumerate(accepted.split(",")):
        name, _, weight = item.strip().partition(";q=")
        wanted.append((-quality(weight), position, name.strip().lower().split("-")[0]))
    return next((name for weight, _, name in sorted(wanted) if weight < 0 and name in TEXTS), "en")


def quality(weight: str) -> float:
    try:
        return float(weight) if weight else 1.0
    except ValueError:
        return 0.0
