"""What a list says of those whom it does not name: 301小孩38.6 其他人正常. Text is normalised."""

import re

_REST = re.compile(
    "(?:其[他它]|其余|剩下|余下|别的|另外的?)的?(?:人|家|户|各?[家户]|住户|几[个户家]|那?几个人)?(?:们)?(?:今天|体温|情况)?(?:都|均|全|也|也都|全都)?"
    "(?:正常|没啥?事儿?|没什么事|挺好|好着|没问题|没毛病|[无没]异常|平安|[无没]症状|健康|[无没]不适|没不舒服)"
)


def says_of_the_rest(text: str) -> bool:
    """Whether a text says of people without naming them that they are well."""
    return _REST.search(text) is not None


def without_the_rest(text: str) -> str:
    """The text with that blanked out, so that it is said of nobody who is named; every place stays."""
    return _REST.sub(lambda said: " " * len(said.group()), text)
