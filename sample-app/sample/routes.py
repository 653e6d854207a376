"""Every address of the application."""

from sample import accounts, exports, first_user, home, reachable, uploads
from sample.router import Router
from sample.rpc import protocol
from sample.settings import Settings


def routes(settings: Settings) -> Router:
    router = Router()
    router.add("/", home.show, "GET")
    router.add("/sheets/", home.add_sheet, "POST")
    router.add(r"/sheets/(?P<sheet_id>\d+)/", home.add_line, "POST")
    router.add("/complete_installation/", first_user.complete_installation)
    router.add("/auth/login/", accounts.log_in)
    router.add("/auth/logout/", accounts.log_out)
    router.add(accounts.NEW_PASSWORD_PATH, accounts.replace_password)
    router.add("/api/rpc/v0/", protocol.answer, "POST", checks_csrf=False)
    router.add("/api/db/v0/data_files/", uploads.data_files, checks_csrf=False)
    router.add("/api/export/v0/tables/", exports.tables, "GET")
    for pattern in reachable.PATHS + (() if settings.is_012 else reachable.ONLY_BEFORE_012):
        router.add(pattern, reachable.answer, checks_csrf=False)
    return router
