import unittest

from postgres import PASSWORD, ROLE, postgres
from release import ADMIN_PASSWORD, USERNAME, ServedTestCase

ADMIN = (USERNAME, ADMIN_PASSWORD)


class RpcTest(ServedTestCase):
    def connection(self, **changes: object) -> dict:
        where = {"host": "127.0.0.1", "port": postgres().port, "database": "postgres"}
        return {**where, "role": ROLE, "password": PASSWORD, **changes}

    def test_a_table_in_a_created_database_keeps_its_rows(self):
        visitor = self.administrator()
        database = visitor.result("databases.setup.create_new", {"database": "library"})["database"]["id"]
        where = {"database_id": database}
        schemas = visitor.result("schemas.list", where)
        public = next(schema["oid"] for schema in schemas if schema["name"] == "public")
        columns = [{"name": "title", "type": {"name": "text"}}, {"name": "pages", "type": {"name": "integer"}}]
        wanted = {**where, "schema_oid": public, "table_name": "books", "column_data_list": columns}
        table = visitor.result("tables.add", wanted)["oid"]
        visitor.result("records.add", {**where, "table_oid": table, "record_def": {"2": "Walden", "3": 300}})
        self.assertEqual(
            ["books"], [found["name"] for found in visitor.result("tables.list", {**where, "schema_oid": public})]
        )
        listed = visitor.result("records.list", {**where, "table_oid": table})
        self.assertEqual((1, [{"1": 1, "2": "Walden", "3": 300}]), (listed["count"], listed["results"]))
        csv = visitor.get(f"/api/export/v0/tables/?database_id={database}&table_oid={table}").text
        self.assertEqual("id,title,pages\r\n1,Walden,300\r\n", csv)
        everything = {**where, "disconnect_db_server": True}
        self.assertEqual({"sql_cleaned": True}, visitor.result("databases.configured.disconnect", everything))

    def test_every_failed_connection_looks_the_same_and_is_not_remembered(self):
        failures = [{"password": "wrong"}, {"port": 1}, {"host": "nowhere.invalid"}, {"database": "missing"}]
        for failure in failures:
            with self.subTest(failure):
                parameters = self.connection(**failure)
                error = self.visitor().call("databases.setup.connect_existing", parameters, basic=ADMIN)["error"]
                self.assertEqual({"code": -30193, "message": "OperationalError: "}, error)
        self.assertEqual([], self.visitor().result("databases.configured.list", basic=ADMIN))

    def test_missing_privileges_are_told(self):
        parameters = self.connection()
        error = self.visitor().call("databases.setup.connect_existing", parameters, basic=ADMIN)["error"]
        self.assertEqual(-30101, error["code"])
        self.assertIn("permission denied for database postgres", error["message"])

    def test_with_another_secret_key_stored_passwords_are_useless(self):
        postgres().execute(f"CREATE DATABASE garden OWNER {ROLE}")
        connected = self.visitor().result(
            "databases.setup.connect_existing", self.connection(database="garden"), basic=ADMIN
        )
        with self.release.serve(SECRET_KEY="another key") as server:
            where = {"database_id": connected["database"]["id"]}
            self.assertEqual(-30193, server.visitor().call("schemas.list", where, basic=ADMIN)["error"]["code"])
        everything = {**where, "disconnect_db_server": True}
        self.visitor().result("databases.configured.disconnect", everything, basic=ADMIN)

    def test_who_may_not_call_gets_an_error_and_status_200(self):
        for basic in [None, (USERNAME, "wrong"), ("nobody", "x")]:
            error = self.visitor().call("users.list", basic=basic)["error"]
            self.assertEqual(-32603, error["code"])
            self.assertEqual('Authentication failed when calling "users.list"', error["message"])

    def test_basic_credentials_open_a_session(self):
        visitor = self.visitor()
        self.assertEqual(USERNAME, visitor.result("users.list", basic=ADMIN)[0]["username"])
        self.assertIn("sessionid", visitor.cookies)
        self.assertIn("Signed in as", visitor.get("/").text)

    def test_only_post_with_a_small_body_is_read(self):
        self.assertEqual(405, self.visitor().get("/api/rpc/v0/").status)
        headers = {"Content-Type": "application/json"}
        self.assertEqual(400, self.visitor().request("POST", "/api/rpc/v0/", b" " * 2_621_441, headers).status)


if __name__ == "__main__":
    unittest.main()
