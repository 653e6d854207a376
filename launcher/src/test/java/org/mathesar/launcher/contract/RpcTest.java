package org.mathesar.launcher.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@AgainstEachSubject
class RpcTest {
    private static final String PATH = "/api/rpc/v0/";
    private static final String BASIC = Visitor.basic(ContractServer.ADMINISTRATOR, ContractServer.PASSWORD);
    private static final int LARGEST_BODY = 2_621_440;

    private final ContractServer server;

    RpcTest(ContractServer server) {
        this.server = server;
    }

    @BeforeParameterizedClassInvocation
    static void prepare(ContractServer server) throws SQLException {
        server.goBackToAdministered();
    }

    @Test
    void onlyPostIsAnswered() {
        assertEquals(405, server.visitor().get(PATH).status());
    }

    @Test
    void theListOfMethodsIsForEverybody() {
        String methods = server.visitor().result("system.listMethods", Map.of()).toString();
        for (String name : List.of("databases.setup.create_new", "databases.setup.connect_existing",
                "databases.configured.list", "databases.configured.disconnect", "databases.upgrade_sql", "users.add",
                "users.list")) {
            assertTrue(methods.contains("\"" + name + "\""), name);
        }
    }

    @Test
    void aPasswordInTheHeaderSignsInAndOpensASession() {
        Visitor visitor = server.visitor();
        JsonNode users = visitor.result("users.list", Map.of(), BASIC);
        assertEquals(ContractServer.ADMINISTRATOR, users.get(0).get("username").asText());
        assertEquals(200, visitor.get("/").status());
    }

    static Stream<List<String>> strangers() {
        return Stream.of(List.of(), List.of(Visitor.basic(ContractServer.ADMINISTRATOR, "wrong")),
                List.of(Visitor.basic("nobody", ContractServer.PASSWORD)));
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void strangersAreRefusedWithStatus200(List<String> credentials) {
        JsonNode error = server.visitor().error("users.list", Map.of(), credentials.toArray(String[]::new));
        assertEquals(-32603, error.get("code").asInt());
        assertEquals("Authentication failed when calling \"users.list\"", error.get("message").asText());
    }

    @Test
    void noTokenIsAskedForEvenOfAForeignPage() {
        server.administrator().result("users.list", Map.of(), "Host: " + Release.PUBLIC_HOST,
                "X-Forwarded-Proto: https", "Origin: https://evil.example");
    }

    @Test
    void aBodyOfMoreThanTwoAndAHalfMebibytesIsRefused() {
        Visitor visitor = server.administrator();
        assertEquals(200, visitor.send("POST", PATH, new byte[LARGEST_BODY], Visitor.JSON).status());
        assertEquals(400, visitor.announce(PATH, LARGEST_BODY + 1, Visitor.JSON).status());
    }

    @Test
    void anAddedUserMustChangeThePasswordButNotForTheApi() {
        Map<String, ?> user = Map.of("username", "bob", "password", "123", "is_superuser", false);
        server.administrator().result("users.add", Map.of("user_def", user));
        Visitor bob = server.visitor();
        assertEquals(302, bob.signIn("bob", "123").status());
        assertEquals("/auth/password_reset_confirm/", bob.get("/").location().replaceAll("\\?.*", ""));
        server.visitor().result("databases.configured.list", Map.of(), Visitor.basic("bob", "123"));
    }
}
