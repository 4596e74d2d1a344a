"""Problems of signing in, of sessions, of bearer tokens and of forms that another site may have sent."""

from typing import Final

from chalicelib.web.i18n import marked as _
from chalicelib.web.problem_texts.problem_text import ProblemText

_SIGN_IN_AGAIN = _("请重新登录。您填写过的内容在本机浏览器中保留着。")
_NEW_TOKEN = _("请重新获取访问令牌后再调用接口。")
_ASK_ADMIN = _("请联系本单位管理员核对账号的单位和角色，或拨打服务热线。")
_SEE_STATE = _("请刷新页面查看现在的状态。")
_RELOAD = _("请从本网站重新打开该页面再提交一次。")

PROBLEMS: Final = {
    "access-ended": ProblemText(
        403,
        _("您的使用权限已被停用"),
        _("系统管理员停用了这个账号在本平台的使用权限：全部登录和访问令牌已经结束，恢复之前不能再次登录。"),
        _("如有疑问，请拨打本页所列的服务热线，或联系本单位管理员申请恢复。"),
    ),
    "access-is-ended": ProblemText(
        409, _("权限已经停用"), _("这个工号的使用权限已经停用，可能是另一位管理员刚刚办理的。"), _SEE_STATE
    ),
    "access-not-ended": ProblemText(
        409, _("权限没有停用"), _("这个工号的使用权限没有停用，不需要恢复。"), _SEE_STATE
    ),
    "own-access": ProblemText(
        403,
        _("不能停用或恢复自己的权限"),
        _("停用和恢复由另一位系统管理员办理。"),
        _("要结束自己的全部登录，请在“登录情况”中选择在所有设备上退出。"),
    ),
    "csrf-foreign-origin": ProblemText(
        403, _("提交来自其他网站"), _("为防止他人冒用您的登录，本网站不接受从其他网站发来的提交。"), _RELOAD
    ),
    "csrf-missing": ProblemText(
        403, _("页面校验信息缺失"), _("提交时没有带上页面的校验信息，可能是浏览器禁用了 Cookie。"), _RELOAD
    ),
    "csrf-wrong": ProblemText(
        403, _("页面已经过期"), _("页面打开后您的登录发生了变化，原来的校验信息不再有效。"), _RELOAD
    ),
    "identity-unavailable": ProblemText(
        503,
        _("统一身份认证暂时繁忙"),
        _("身份认证系统没有响应，暂时无法确认您的身份。"),
        _("请几分钟后再试；公开信息不需要登录也能查看。"),
    ),
    "organisation-unusable": ProblemText(
        401, _("账号的单位信息不可用"), _("身份认证系统给出的统一社会信用代码缺失或不正确。"), _ASK_ADMIN
    ),
    "person-unusable": ProblemText(
        401, _("账号的个人标识不可用"), _("身份认证系统没有给出可用的个人标识。"), _ASK_ADMIN
    ),
    "person-without-role": ProblemText(
        401, _("账号没有开通角色"), _("您的身份已经确认，但在本平台还没有任何角色。"), _ASK_ADMIN
    ),
    "role-unknown": ProblemText(
        401, _("账号的角色无法识别"), _("身份认证系统给出了本平台没有的角色。"), _ASK_ADMIN
    ),
    "session-ended": ProblemText(
        401, _("您已经退出登录"), _("您或管理员在另一处结束了这个账号的全部登录。"), _SIGN_IN_AGAIN
    ),
    "session-expired": ProblemText(
        401, _("登录已经到期"), _("为保护账号，一次登录最长八小时。"), _SIGN_IN_AGAIN
    ),
    "session-idle": ProblemText(
        401, _("登录因长时间没有操作而过期"), _("为保护账号，三十分钟没有操作会自动退出。"), _SIGN_IN_AGAIN
    ),
    "session-unreadable": ProblemText(
        401, _("登录信息无法读取"), _("浏览器保存的登录信息不完整，或来自旧的系统版本。"), _SIGN_IN_AGAIN
    ),
    "sign-in-denied": ProblemText(
        401, _("没有完成登录"), _("您在身份认证页面取消了登录。"), _("需要办理业务时，请重新登录并同意授权。")
    ),
    "sign-in-not-begun": ProblemText(
        401, _("登录步骤不完整"), _("没有找到这次登录的开始记录，可能停留超过了十分钟。"), _SIGN_IN_AGAIN
    ),
    "sign-in-refused": ProblemText(
        401, _("身份认证没有通过"), _("身份认证系统没有确认这次登录。"), _SIGN_IN_AGAIN
    ),
    "sign-in-replayed": ProblemText(
        401, _("登录链接已经用过"), _("每次登录的返回链接只能使用一次。"), _SIGN_IN_AGAIN
    ),
    "sign-in-wrong-state": ProblemText(
        401, _("登录步骤对不上"), _("返回的登录结果不属于这个浏览器发起的登录。"), _SIGN_IN_AGAIN
    ),
    "token-bad-signature": ProblemText(
        401, _("访问令牌的签名不正确"), _("访问令牌可能被改动过，或不是由本平台的认证系统签发。"), _NEW_TOKEN
    ),
    "token-ended": ProblemText(
        401,
        _("访问令牌已经作废"),
        _("令牌签发之后，您在所有设备上退出了登录，此前的令牌随之作废。"),
        _NEW_TOKEN,
    ),
    "token-expired": ProblemText(401, _("访问令牌已经过期"), _("访问令牌超过了有效时间。"), _NEW_TOKEN),
    "token-incomplete": ProblemText(
        401, _("访问令牌不完整"), _("访问令牌缺少必要的内容，或内容的取值不正确。"), _NEW_TOKEN
    ),
    "token-malformed": ProblemText(
        401, _("访问令牌无法读取"), _("Authorization 请求头中的内容不是访问令牌。"), _NEW_TOKEN
    ),
    "token-unknown-key": ProblemText(
        401, _("访问令牌的密钥未知"), _("签发访问令牌的密钥不在认证系统公布的密钥之列。"), _NEW_TOKEN
    ),
    "token-wrong-algorithm": ProblemText(
        401, _("访问令牌的签名算法不被接受"), _("本平台只接受约定的签名算法。"), _NEW_TOKEN
    ),
    "token-wrong-audience": ProblemText(
        401, _("访问令牌不是发给本平台的"), _("访问令牌的接收方不是本平台。"), _NEW_TOKEN
    ),
    "token-wrong-issuer": ProblemText(
        401, _("访问令牌的签发方不正确"), _("访问令牌不是由本平台认可的认证系统签发。"), _NEW_TOKEN
    ),
    "token-wrong-nonce": ProblemText(
        401, _("登录结果对不上"), _("返回的身份信息不属于这次登录。"), _SIGN_IN_AGAIN
    ),
    "token-wrong-use": ProblemText(
        401, _("访问令牌的用途不正确"), _("这种令牌不能用来调用接口。"), _NEW_TOKEN
    ),
}
