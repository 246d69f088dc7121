"""Surveys in other languages and shapes, made of registered initiatives and invented ones, with what they must give.

Answers are the vocabularies' own labels in the survey's language; questions are put as a survey would put them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from catalogue.models import Tool
from catalogue.records import record_of
from taxonomy.index import vocabulary_index

FIELDS = (
    "name", "organisation", "url", "summary", "tool_types", "target_users", "technologies", "infrastructure",
    "countries", "languages", "status", "launched", "access", "handles_victim_data",
)  # fmt: skip
VOCABULARIES = {
    "tool_types": "tool_type", "target_users": "target_user", "technologies": "technology",
    "infrastructure": "infrastructure", "countries": "country", "languages": "language", "status": "status",
    "access": "access", "handles_victim_data": "victim_data", "exploitation": "exploitation", "regions": "region",
    "organisation_type": "organisation_type", "pillars": "pillar",
}  # fmt: skip

# language → questions in the order of FIELDS, then the question for consent, yes, no
QUESTIONS: dict[str, tuple[str, ...]] = {
    "es": ("¿Cómo se llama la herramienta o iniciativa?", "¿Qué organización la dirige?", "Sitio web (si tiene)",
           "Descríbala en unas pocas frases", "¿Qué tipo de herramienta es? (marque todas las que correspondan)",
           "¿Quién la utiliza?", "¿En qué tecnologías se basa?", "¿Qué necesita un usuario para utilizarla?",
           "¿En qué países se utiliza?", "Idiomas de la interfaz", "¿Cuál es su estado actual?", "Año de lanzamiento",
           "Costo / licencia", "¿Almacena datos personales de víctimas?",
           "¿Está de acuerdo con que se publique esta información?", "Sí", "No"),
    "pt": ("Qual é o nome da ferramenta ou iniciativa?", "Que organização a lidera?", "Site (se houver)",
           "Descreva-a em poucas frases", "Que tipo de ferramenta é? (assinale todas as opções aplicáveis)",
           "Quem a utiliza?", "Em que tecnologias se baseia?", "De que precisa um utilizador para a usar?",
           "Em que países é utilizada?", "Línguas da interface", "Qual é a sua situação atual?", "Ano de lançamento",
           "Custo / licença", "Guarda dados pessoais de vítimas?",
           "Concorda com a publicação destas informações?", "Sim", "Não"),
    "ru": ("Как называется инструмент или инициатива?", "Какая организация его ведёт?", "Веб-сайт (если есть)",
           "Опишите его в нескольких предложениях", "Какой это тип инструмента? (отметьте всё подходящее)",
           "Кто им пользуется?", "На каких технологиях он построен?", "Что нужно пользователю для работы с ним?",
           "В каких странах он используется?", "Языки интерфейса", "Каково его текущее состояние?", "Год запуска",
           "Стоимость / лицензия", "Хранит ли он персональные данные пострадавших?",
           "Согласны ли вы на публикацию этих сведений?", "Да", "Нет"),
    "uk": ("Як називається інструмент чи ініціатива?", "Яка організація його веде?", "Вебсайт (якщо є)",
           "Опишіть його кількома реченнями", "Який це тип інструменту? (позначте все, що підходить)",
           "Хто ним користується?", "На яких технологіях він побудований?", "Що потрібно користувачеві для роботи?",
           "У яких країнах він використовується?", "Мови інтерфейсу", "Який його поточний стан?", "Рік запуску",
           "Вартість / ліцензія", "Чи зберігає він персональні дані постраждалих?",
           "Чи згодні ви на публікацію цієї інформації?", "Так", "Ні"),
    "ar": ("ما اسم الأداة أو المبادرة؟", "ما المنظمة التي تقودها؟", "الموقع الإلكتروني (إن وجد)",
           "يرجى وصفها في بضع جمل", "ما نوع الأداة؟ (اختر كل ما ينطبق)", "من يستخدمها؟", "ما التقنيات التي تعتمد عليها؟",
           "ماذا يحتاج المستخدم لتشغيلها؟", "في أي بلدان تُستخدم؟", "لغات الواجهة", "ما حالتها الحالية؟", "سنة الإطلاق",
           "التكلفة / الترخيص", "هل تخزن بيانات شخصية عن الضحايا؟", "هل توافق على نشر هذه المعلومات؟", "نعم", "لا"),
    "zh": ("工具或项目的名称是什么？", "由哪个组织负责？", "网站（如有）", "请用几句话描述", "属于什么类型的工具？（可多选）",
           "谁在使用？", "使用了哪些技术？", "用户需要什么条件才能使用？", "在哪些国家使用？", "界面语言", "目前状态如何？",
           "启动年份", "费用／许可", "是否存储受害者的个人数据？", "您是否同意公开这些信息？", "是", "否"),
    "de": ("Wie heißt das Werkzeug oder die Initiative?", "Welche Organisation steht dahinter?", "Webseite (falls vorhanden)",
           "Bitte beschreiben Sie es in wenigen Sätzen", "Um welche Art von Werkzeug handelt es sich?", "Wer nutzt es?",
           "Auf welchen Technologien beruht es?", "Was brauchen Nutzer, um es einzusetzen?",
           "In welchen Ländern wird es genutzt?", "Sprachen der Oberfläche", "Aktueller Stand", "Jahr der Einführung",
           "Kosten / Lizenz", "Speichert es personenbezogene Daten von Opfern?",
           "Sind Sie mit der Veröffentlichung einverstanden?", "Ja", "Nein"),
    "tr": ("Aracın veya girişimin adı nedir?", "Hangi kuruluş yürütüyor?", "Web sitesi (varsa)",
           "Lütfen birkaç cümleyle açıklayın", "Ne tür bir araç? (uygun olanların tümünü seçin)", "Kimler kullanıyor?",
           "Hangi teknolojilere dayanıyor?", "Kullanıcının neye ihtiyacı var?", "Hangi ülkelerde kullanılıyor?",
           "Arayüz dilleri", "Şu anki durumu nedir?", "Başlangıç yılı", "Maliyet / lisans",
           "Mağdurların kişisel verilerini saklıyor mu?", "Bu bilgilerin yayımlanmasını kabul ediyor musunuz?", "Evet",
           "Hayır"),
    "it": ("Come si chiama lo strumento o l'iniziativa?", "Quale organizzazione lo gestisce?", "Sito web (se esiste)",
           "Descriverlo in poche frasi", "Che tipo di strumento è? (selezionare tutte le voci pertinenti)", "Chi lo usa?",
           "Su quali tecnologie si basa?", "Di cosa ha bisogno un utente per usarlo?", "In quali paesi è utilizzato?",
           "Lingue dell'interfaccia", "Qual è lo stato attuale?", "Anno di lancio", "Costo / licenza",
           "Conserva dati personali delle vittime?", "Accetta che queste informazioni siano pubblicate?", "Sì", "No"),
    "nl": ("Hoe heet het hulpmiddel of initiatief?", "Welke organisatie leidt het?", "Website (indien aanwezig)",
           "Beschrijf het in enkele zinnen", "Wat voor soort hulpmiddel is het?", "Wie gebruikt het?",
           "Op welke technologieën is het gebaseerd?", "Wat heeft een gebruiker nodig?", "In welke landen wordt het gebruikt?",
           "Talen van de interface", "Wat is de huidige status?", "Jaar van lancering", "Kosten / licentie",
           "Bewaart het persoonsgegevens van slachtoffers?", "Gaat u akkoord met publicatie van deze informatie?", "Ja",
           "Nee"),
    "ro": ("Cum se numește instrumentul sau inițiativa?", "Ce organizație îl conduce?", "Site web (dacă există)",
           "Descrieți-l în câteva propoziții", "Ce tip de instrument este?", "Cine îl folosește?",
           "Pe ce tehnologii se bazează?", "De ce are nevoie un utilizator?", "În ce țări este folosit?",
           "Limbile interfeței", "Care este starea sa actuală?", "Anul lansării", "Cost / licență",
           "Stochează date personale ale victimelor?", "Sunteți de acord cu publicarea acestor informații?", "Da", "Nu"),
    "hi": ("उपकरण या पहल का नाम क्या है?", "कौन सा संगठन इसका नेतृत्व करता है?", "वेबसाइट (यदि हो)",
           "कृपया कुछ वाक्यों में इसका वर्णन करें", "यह किस प्रकार का उपकरण है?", "इसका उपयोग कौन करता है?",
           "यह किन तकनीकों पर आधारित है?", "इसे चलाने के लिए उपयोगकर्ता को क्या चाहिए?", "इसका उपयोग किन देशों में होता है?",
           "इंटरफ़ेस की भाषाएँ", "इसकी वर्तमान स्थिति क्या है?", "शुरुआत का वर्ष", "लागत / लाइसेंस",
           "क्या यह पीड़ितों का व्यक्तिगत डेटा रखता है?", "क्या आप इस जानकारी के प्रकाशन से सहमत हैं?", "हाँ", "नहीं"),
    "id": ("Apa nama alat atau inisiatif ini?", "Organisasi mana yang memimpinnya?", "Situs web (jika ada)",
           "Jelaskan dalam beberapa kalimat", "Jenis alat apa ini?", "Siapa yang menggunakannya?",
           "Teknologi apa yang digunakan?", "Apa yang dibutuhkan pengguna untuk menjalankannya?",
           "Di negara mana digunakan?", "Bahasa antarmuka", "Bagaimana status saat ini?", "Tahun peluncuran",
           "Biaya / lisensi", "Apakah menyimpan data pribadi korban?", "Apakah Anda setuju informasi ini dipublikasikan?",
           "Ya", "Tidak"),
    "vi": ("Tên công cụ hoặc sáng kiến là gì?", "Tổ chức nào chủ trì?", "Trang web (nếu có)", "Vui lòng mô tả trong vài câu",
           "Đây là loại công cụ nào?", "Ai sử dụng?", "Dựa trên những công nghệ nào?", "Người dùng cần gì để sử dụng?",
           "Được sử dụng ở những quốc gia nào?", "Ngôn ngữ giao diện", "Tình trạng hiện tại?", "Năm ra mắt",
           "Chi phí / giấy phép", "Có lưu trữ dữ liệu cá nhân của nạn nhân không?", "Bạn có đồng ý công bố thông tin này không?",
           "Có", "Không"),
    "th": ("เครื่องมือหรือโครงการชื่ออะไร (ชื่อเครื่องมือ)", "หน่วยงานใดรับผิดชอบ", "เว็บไซต์ (ถ้ามี)", "โปรดอธิบายสั้น ๆ",
           "เป็นเครื่องมือประเภทใด", "ใครใช้เครื่องมือนี้", "ใช้เทคโนโลยีใดบ้าง", "ผู้ใช้ต้องมีอะไรบ้าง", "ใช้ในประเทศใดบ้าง",
           "ภาษาของส่วนติดต่อผู้ใช้", "สถานะปัจจุบัน", "ปีที่เปิดตัว", "ค่าใช้จ่าย / สัญญาอนุญาต",
           "เก็บข้อมูลส่วนบุคคลของผู้เสียหายหรือไม่", "คุณยินยอมให้เผยแพร่ข้อมูลนี้หรือไม่", "ใช่", "ไม่"),
    "sw": ("Jina la zana au mpango ni nini?", "Ni shirika gani linaloiongoza?", "Tovuti (kama ipo)",
           "Tafadhali eleza kwa sentensi chache", "Ni aina gani ya zana?", "Nani anaitumia?", "Inategemea teknolojia gani?",
           "Mtumiaji anahitaji nini kuitumia?", "Inatumika katika nchi zipi?", "Lugha za kiolesura", "Hali yake ya sasa ni ipi?",
           "Mwaka wa uzinduzi", "Gharama / leseni", "Je, inahifadhi data binafsi za waathirika?",
           "Je, unakubali taarifa hizi zichapishwe?", "Ndiyo", "Hapana"),
    "bn": ("সরঞ্জাম বা উদ্যোগের নাম কী?", "কোন সংস্থা এটি পরিচালনা করে?", "ওয়েবসাইট (যদি থাকে)",
           "কয়েকটি বাক্যে বর্ণনা করুন", "এটি কী ধরনের সরঞ্জাম?", "কারা এটি ব্যবহার করে?", "কোন প্রযুক্তির ওপর নির্ভর করে?",
           "এটি চালাতে ব্যবহারকারীর কী প্রয়োজন?", "কোন কোন দেশে ব্যবহৃত হয়?", "ইন্টারফেসের ভাষা", "বর্তমান অবস্থা কী?",
           "চালুর বছর", "খরচ / লাইসেন্স", "এটি কি ভুক্তভোগীদের ব্যক্তিগত তথ্য সংরক্ষণ করে?",
           "এই তথ্য প্রকাশে আপনি কি সম্মত?", "হ্যাঁ", "না"),
    "ne": ("उपकरण वा पहलको नाम के हो?", "कुन संस्थाले यसको नेतृत्व गर्छ?", "वेबसाइट (भए)", "केही वाक्यमा वर्णन गर्नुहोस्",
           "यो कस्तो प्रकारको उपकरण हो?", "यसलाई कसले प्रयोग गर्छ?", "यो कुन प्रविधिमा आधारित छ?",
           "प्रयोगकर्तालाई के चाहिन्छ?", "यो कुन कुन देशमा प्रयोग हुन्छ?", "इन्टरफेसका भाषाहरू", "यसको हालको स्थिति के छ?",
           "सुरु भएको वर्ष", "लागत / इजाजत", "के यसले पीडितको व्यक्तिगत विवरण राख्छ?",
           "के तपाईं यो जानकारी प्रकाशन गर्न सहमत हुनुहुन्छ?", "हो", "होइन"),
    "fr": ("Quel est le nom de l'outil ou de l'initiative ?", "Quelle organisation le pilote ?", "Site web (s'il existe)",
           "Décrivez-le en quelques phrases", "De quel type d'outil s'agit-il ?", "Qui l'utilise ?",
           "Sur quelles technologies repose-t-il ?", "De quoi l'utilisateur a-t-il besoin ?", "Dans quels pays est-il utilisé ?",
           "Langues de l'interface", "Quel est son état actuel ?", "Année de lancement", "Coût / licence",
           "Conserve-t-il des données personnelles de victimes ?", "Acceptez-vous que ces informations soient publiées ?",
           "Oui", "Non"),
}  # fmt: skip


@dataclass
class Answer:
    """A row to be: ``values`` under the data set's names (slugs, codes), ``match`` the record that it is about."""

    values: dict[str, Any]
    match: str | None
    is_refused: bool = False


@dataclass
class Survey:
    """``rows`` of cells, the first of which is the header; ``expected`` {row number: Answer}."""

    header: list[str]
    rows: list[list[str]] = field(default_factory=list)
    expected: dict[int, Answer] = field(default_factory=dict)


def answers(slugs: Sequence[str], invented: int = 2) -> list[Answer]:
    """Registered initiatives as they are, and some that the registry lacks."""
    found = []
    for tool in Tool.objects.filter(slug__in=slugs).with_children().order_by("slug"):
        record = record_of(tool)
        values = {name: getattr(record, name) for name in FIELDS if getattr(record, name)}
        found.append(Answer({name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}, tool.slug))
    for n in range(invented):
        values = {
            **found[n].values,
            "name": f"{('Lumenvia', 'Ostrakon', 'Quillfern')[n % 3]} {n}",
            "organisation": f"{('Brightwater', 'Tamarind', 'Oxbow')[n % 3]} Collective",
            "url": f"https://{('lumenvia', 'ostrakon', 'quillfern')[n % 3]}{n}.example.net",
            "summary": ("Pocket guide on wages for pickers of olives; seasonal, printed on waterproof cloth and read aloud "
                        "by volunteers at dawn before buses leave the villages of the valley."),
        }  # fmt: skip
        found.append(Answer(values, None))
    return found


def label(name: str, slug: str, language: str) -> str:
    key = slug.lower() if name in ("countries", "languages") else slug
    return vocabulary_index().label(VOCABULARIES[name], key, language)


def cell(name: str, value: Any, language: str, joint: str) -> str:
    if name in VOCABULARIES:
        several = value if isinstance(value, list) else [value]
        return joint.join(label(name, one, language) for one in several)
    return str(value)


def survey(language: str, given: Sequence[Answer], *, joint: str = ", ", fields: Sequence[str] = FIELDS) -> Survey:
    """One row an answer, the questions above; the last column asks for consent, the first ones are the form's own."""
    questions = dict(zip(FIELDS, QUESTIONS[language], strict=False))
    consent, yes, no = QUESTIONS[language][len(FIELDS) :]
    made = Survey([*(questions[name] for name in fields), consent])
    made.rows.append(made.header)
    for n, answer in enumerate(given, start=2):
        cells = [cell(name, answer.values.get(name, ""), language, joint) for name in fields]
        made.rows.append([*cells, no if answer.is_refused else yes])
        made.expected[n] = answer
    return made


def as_xlsx(path: Path, rows: Sequence[Sequence[Any]], title: str = "Sheet1") -> Path:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append([value if value != "" else None for value in row])
    book.save(path)
    return path


def as_csv(path: Path, rows: Sequence[Sequence[str]], *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding, errors="replace"))
    return path
