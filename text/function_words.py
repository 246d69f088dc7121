"""Function words by language: they tell the language of a query and carry none of its meaning.

Folded forms (see text.folding). Only words that are frequent in short queries are kept; a word that also
means something in this field (French "mineur", English "force") isn't listed.
"""

from typing import Final

from text.folding import fold

_WORDS: Final[dict[str, str]] = {
    "en": (
        "a an the and or of to in on at by for from with without about into over that this these those there "
        "here is are be was were been being am it its i we you he she they them their our your my me us his "
        "her who whom whose what which where when how why can could should would will may might must do does "
        "did done have has had not no so as if then than such any some all each every one ones per via up out "
        "off only own same too very just but like want need wants needs looking find get use used using make "
        "made give please thing things way ways"
    ),
    "fr": (
        "le la les l un une des du de d et ou ou a au aux en dans sur sous par pour avec sans entre vers chez "
        "que qui quoi dont ce cet cette ces se sa son ses leur leurs mon ma mes notre nos votre vos je j tu "
        "il elle on nous vous ils elles est sont etre ete avoir ai as avons avez ont peut peuvent faire fait "
        "comment quel quelle quels quelles ne pas plus moins tres si y n s qu c m t comme mais donc car lui "
        "eux besoin cherche chercher trouver veux voudrais sert ceux celui celle"
    ),
    "es": (
        "el la los las lo un una unos unas de del al a y e o u en con sin por para sobre entre desde hasta "
        "hacia que quien quienes cual cuales como cuando donde cuanto cuantos cuantas este esta estos estas "
        "ese esa esos esas su sus mi mis tu tus nuestro nuestra se me te nos le les es son ser estar esta "
        "estan hay ha han haber tener tiene tienen puede pueden puedo hacer no si mas muy ya yo ella ellos "
        "ellas nosotros usted ustedes sido fue porque pero algo alguien necesito busco quiero"
    ),
    "pt": (
        "o a os as um uma uns umas de do da dos das no na nos nas em ao aos pelo pela pelos pelas por para "
        "com sem sobre entre ate desde e ou que quem qual quais como quando onde quanto quantos este esta "
        "estes estas esse essa isso isto seu sua seus suas meu minha nosso nossa se me te lhe lhes e sao ser "
        "estar esta estao ha tem ter pode podem posso fazer nao sim mais muito ja eu ele ela eles elas nos "
        "voce voces foi mas porque preciso procuro quero num numa"
    ),
    "it": (
        "il lo la i gli le l un uno una di del dello della dei degli delle d a al allo alla ai agli alle da "
        "dal dalla dai in nel nello nella nei negli nelle su sul sulla con senza per tra fra e ed o che chi "
        "cui quale quali come quando dove quanto quanti quante questo questa questi queste suo sua suoi sue "
        "mio mia nostro si mi ti ci vi e sono essere stato ha hanno avere puo possono posso fare non piu "
        "molto gia io lui lei noi voi loro ma perche cerco serve vorrei c quello quella"
    ),
    "ro": (
        "un o unui unei unor al ai ale a de la din in pe cu fara pentru prin despre intre spre si sau ori ca "
        "care ce cine cum cand unde cat cati cate acest aceasta acesti aceste acel acea lui ei lor sau sa se "
        "isi imi imi mi ma te ne va le este e sunt fi fost are au avea poate pot face nu mai foarte deja eu "
        "el ea noi voi ele dar daca caut vreau am dintr dintre"
    ),
    "nl": (
        "de het een der den van in op te om aan bij met zonder voor door over uit naar tussen tegen onder en "
        "of dat die dit deze wie wat welke waar wanneer hoe waarom er is zijn was waren wordt worden heb hebt "
        "heeft hebben had kan kunnen moet mag wil ik je jij u hij zij ze we wij jullie hun haar zijn mijn ons "
        "onze niet geen wel ook nog al als dan maar zo heel iets iemand zoek nodig doen"
    ),
    "de": (
        "der die das den dem des ein eine einen einem einer eines und oder von vom zu zum zur in im ins auf "
        "an am bei mit ohne fur durch uber aus nach zwischen gegen unter um dass wer was welche welcher "
        "welches wo wann wie warum wohin woher es ist sind war waren sein werden wird wurde hat haben hatte "
        "kann konnen muss soll will ich du er sie wir ihr ihre ihren ihrer sein seine mein unser nicht kein "
        "keine auch noch schon als dann aber so sehr man sich bis suche brauche gibt etwas jemand"
    ),
    "tr": (
        "bir ve veya ya da de ile icin gibi kadar gore uzere bu su o bunlar ben sen biz siz onlar benim bizim "
        "onun ne kim hangi nerede nasil neden niye kac mi mu var yok olan olarak oldugu olup degil daha cok "
        "en her hic ama fakat cunku eger ki ise sonra once icinde uzerinde hakkinda istiyorum ariyorum lazim "
        "etmek yapmak"
    ),
    "id": (
        "yang dan atau di ke dari pada dalam untuk dengan tanpa oleh tentang antara ini itu adalah ialah ada "
        "tidak bukan belum sudah akan bisa dapat harus saya aku kami kita anda dia mereka nya apa siapa mana "
        "dimana bagaimana kapan mengapa berapa agar supaya karena jika kalau bila sebagai seperti juga lebih "
        "sangat para yg untuk cara sebuah seorang secara bagi"
    ),
    "ms": (
        "yang dan atau di ke dari pada dalam untuk dengan tanpa oleh ini itu adalah ialah ada tidak bukan "
        "boleh saya kami anda mereka apa siapa mana bagaimana kerana jika sebagai seperti juga"
    ),
    "sw": (
        "na ya wa za la cha vya kwa katika kutoka hadi bila au ni si hii hiyo huu huo hizi hizo hao huyu yule "
        "kama lakini pia kuwa ana wana nina tuna yake wao wangu wetu yetu yao gani nini nani wapi vipi lini "
        "kwamba ili ambayo ambao je mimi sisi yeye nataka kila zaidi sana tu pa mwa kuhusu ya"
    ),
    "vi": (
        "và hoặc của cho với không có là các những một này đó ở tại trong ngoài trên dưới từ đến để về bởi do "
        "theo như khi nào ai gì đâu sao thế làm được bị sẽ đã đang tôi chúng ta bạn họ nó mình cần muốn tìm "
        "rất cũng còn thì mà hay cách"
    ),
    "tl": (
        "ang ng sa na mga ay at o para may mayroon wala ito iyon ako kami tayo sila siya ko mo niya namin "
        "natin nila ano sino saan paano kailan bakit hindi kung kapag dahil nang kay kina pa lang din rin po "
        "naman"
    ),
    "pl": (
        "i w na z do nie jest sa o dla jak kto co gdzie ktory ktora ktore przez po od za ze sie to ten ta te "
        "byc czy bez lub albo"
    ),
    "ru": (
        "и в во на с со к ко о об от до из за по для без под над при про через между не ни да но или а что "
        "чтобы кто как где куда откуда когда почему какой какая какие который которая которые это этот эта "
        "эти тот та те его ее их мои моя наш наша мы вы он она они я ты мне нам вам ему быть есть был была "
        "были будет можно нужно надо если ли же бы уже еще так очень тоже чем сколько ищу хочу тех кому кто"
    ),
    "uk": (
        "і й та в у на з із зі до від для без під над при про через між за по не ні але або чи що щоб хто як "
        "де куди звідки коли чому який яка які котрий це цей ця ці той та ті його її їх їхні моі моя наш наша "
        "ми ви він вона вони я ти мені нам вам йому бути є був була були буде можна треба потрібно якщо же би "
        "вже ще так дуже теж чим скільки шукаю хочу тих тим хто"
    ),
    "bg": (
        "и в във на с със за от до по не да но или че кой какво как къде кога това този тази тези се си са е "
        "ще има може"
    ),
    "sr": ("и у на са за од до по не да али или што ко како где када ово овај ова се је су ће има може"),
    "hi": (
        "का की के को में से पर और या है हैं था थे थी हो होता होती होते यह ये वह वे इस उस इन उन जो कि क्या कौन "
        "कैसे कहां कब क्यों कितने कितना लिए साथ बिना द्वारा ने तक भी ही नहीं न मैं हम आप तुम मेरा हमारा अपना "
        "अपने अपनी उनके उनकी उसके उसकी कर करना करें करने करते किया गया जा सकता सकते सके रहा रहे कोई कुछ बारे "
        "वाले वाला वाली चाहिए एक जाने"
    ),
    "ne": (
        "को का की मा ले लाई बाट देखि सम्म सँग संग र वा छ छन् छन हो हुन् हुन थियो भएको भएका हुने गर्ने गरेको "
        "गर्न गर्नु यो यी त्यो ती जो के को कुन कसरी कहां कहिले किन कति लागि बिना पनि नै मात्र म हामी तपाई "
        "तपाईं उनी उनीहरू मेरो हाम्रो आफ्नो अरु अरू भने तर अनि हेर्ने बारे बारेमा एक यस त्यस जहां जुन सकिने "
        "सकिन्छ"
    ),
    "mr": ("आणि किंवा आहे आहेत मध्ये साठी चा ची चे च्या ला ने हा ही हे तो ती ते काय कोण कसे कुठे नाही पण"),
    "bn": (
        "এ ও এবং বা আর এর র কে তে থেকে জন্য সঙ্গে সাথে ছাড়া দিয়ে দ্বারা মধ্যে উপর হয় হয়ে হয়েছে আছে ছিল "
        "হবে যে যা যার যারা এই সেই ওই কি কী কে কার কোন কোথায় কিভাবে কীভাবে কখন কেন কত না নেই নয় আমি আমরা "
        "আপনি তুমি সে তারা তাদের আমার আমাদের তার করা করে করার করতে যায় যাওয়ার একটি এক আগে পরে জন্যে"
    ),
    "ar": (
        "في من الى على عن مع بدون بين حتى منذ او و ثم ان انه انها لا ما لم لن هل هذا هذه ذلك تلك هولاء الذي "
        "التي الذين هو هي هم نحن انا انت كيف اين متى لماذا كم ماذا كان كانت يكون هناك كل بعض غير عند عندما "
        "اذا لكن قد كما حول ضد لدي اريد ابحث ل ب"
    ),
    "fa": (
        "در از به با که این آن را برای تا و یا است هست بود شد شود می های ها چه چگونه کجا کی چرا من ما شما او "
        "آنها بر بی هر یک"
    ),
    "ur": (
        "کا کی کے کو میں سے پر اور یا ہے ہیں تھا تھے یہ وہ جو کہ کیا کون کیسے کہاں کب کیوں لیے ساتھ بغیر نے "
        "بھی نہیں ہم آپ میرا ہمارا اپنا کرنا ایک"
    ),
    "th": (
        "ที่ ใน และ หรือ ของ จาก กับ โดย เป็น มี ไม่ ได้ ให้ ว่า การ ความ นี้ นั้น อะไร ใคร อย่างไร เมื่อ ซึ่ง ผ่าน เพื่อ สำหรับ ถูก จะ แล้ว"
    ),
    "zh": (
        "的 了 在 是 和 或 与 及 有 我 我们 你 他 她 它 他们 这 那 哪 哪里 什么 怎么 如何 谁 为 为了 对 从 到 被 把 给 不 没有 吗 呢 可以 需要"  # noqa: E501
    ),
    "ja": (
        "の に は を た が で て と し れ さ ある いる も する から な こと として い や など なっ ない この ため その あっ よう また もの"  # noqa: E501
    ),
}


FUNCTION_WORDS: Final = {language: frozenset(map(fold, words.split())) for language, words in _WORDS.items()}
# Words of many languages that name nothing when two names are compared as bags of words.
_LINKING_WORDS: Final = (
    "a an the of and or for in on to de la le les des du et ou y el los las del der die das und oder di il lo gli ed "
    "van het en da do dos l d al и в на و"
)
LINKING_WORDS: Final = frozenset(_LINKING_WORDS.split())


def is_function_word(word: str, language: str) -> bool:
    """Whether a folded whole word is one of the language's function words."""
    return word in FUNCTION_WORDS.get(language, frozenset())
