package org.mathesar.launcher.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedPathsTest {

    @ParameterizedTest
    @ValueSource(strings = {"/complete_installation/", "/complete_installation", "//complete_installation/",
            "/%63omplete_installation/", "/%2563omplete_installation/", "/%25%36%33omplete_installation/",
            "/complete_installation;x=1/", "/./complete_installation/", "/x/../complete_installation/",
            "/x/..;a/complete_installation/", "/x/%2e%2e/complete_installation/", "/x%2F..%2Fcomplete_installation/",
            "/COMPLETE_installation/", "/complete_installation./", "/complete_installation%20/",
            "/complete_installation/anything", "/%5ccomplete_installation/", "/x%5c..%5ccomplete_installation",
            "/%EF%BD%83omplete_installation/", "/complete%EF%BC%BFinstallation/", "/../complete_installation/",
            "/admin/",
            "/Admin", "/admin/login/", "/media/user/file.csv", "/auth/signup/", "/auth//signup",
            "/auth/password_change/",
            "/auth/password_reset/", "/auth/password_reset/done/", "/auth/reset/", "/auth/inactive/",
            "/auth/reauthenticate/", "/auth/email/", "/auth/confirm-email/abc/", "/auth/password/change/",
            "/auth/login/code/", "/auth/login/code/confirm/", "/auth/social/connections/"})
    void itIsRefusedInEverySpelling(String path) throws Exception {
        assertTrue(RefusedPaths.all().refuses(CanonicalPath.of(path).orElseThrow()), path);
        try (TestBackend backend = TestBackend.polite(); TestGateway gateway = TestGateway.to(backend).open()) {
            String answer = gateway
                    .raw("GET " + path + "?x=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 404") || answer.startsWith("HTTP/1.1 400"), answer);
            assertTrue(backend.requests.isEmpty(), "Mathesar never saw it");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/auth/login/", "/auth/logout/", "/auth/password_reset_confirm/",
            "/auth/oidc/x/login/",
            "/auth/github/login/callback/", "/auth/3rdparty/signup/", "/i18n/setlang/", "/administration/",
            "/administration/users/", "/api/rpc/v0/", "/static/a%20b.js", "/db/1/schemas/2//x/./y;z=%2525/",
            "/files/%E2%82%AC", "/files/%ff", "/complete_installations/", "/medias/", "/healthz/ready"})
    void whatMathesarNeedsPassesUntouched(String path) throws Exception {
        try (TestBackend backend = TestBackend.polite(); TestGateway gateway = TestGateway.to(backend).open()) {
            String answer = gateway.raw("GET " + path + "?q=%2F..%2Fadmin/&b=/admin/ HTTP/1.1\r\nHost: localhost\r\n"
                    + "Connection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
            assertEquals("GET " + path + "?q=%2F..%2Fadmin/&b=/admin/ HTTP/1.1", backend.last().line());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%zz", "/%", "/%4", "/a%00b", "/a%0d%0ab", "/a%2500", "/%7f", "/a%c2%85b", "/admin#x",
            "admin/", "/a\u0001b", "/\u00e9", "*", "/%25252525252525252563omplete_installation/"})
    void aMalformedPathIsABadRequest(String path) throws Exception {
        try (TestBackend backend = TestBackend.polite(); TestGateway gateway = TestGateway.to(backend).open()) {
            String answer = gateway.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
            assertTrue(backend.requests.isEmpty());
        }
    }

    @Test
    void anAddressInAbsoluteFormIsReadTheSameWay() throws Exception {
        try (TestBackend backend = TestBackend.polite(); TestGateway gateway = TestGateway.to(backend).open()) {
            String end = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            assertTrue(gateway.raw("GET https://localhost/admin/" + end).startsWith("HTTP/1.1 404"));
            assertTrue(gateway.raw("GET https://localhost/x?y=1" + end).startsWith("HTTP/1.1 200"));
            assertEquals("GET /x?y=1 HTTP/1.1", backend.last().line());
        }
    }

    @Test
    void someCanBeOpenedByName() {
        RefusedPaths opened = RefusedPaths.exceptOpened(Set.of("/admin/", "/auth/signup/"));
        assertFalse(opened.refuses(CanonicalPath.of("/admin/").orElseThrow()));
        assertFalse(opened.refuses(CanonicalPath.of("/auth/signup/").orElseThrow()));
        assertTrue(opened.refuses(CanonicalPath.of("/media/").orElseThrow()));
    }

    @Test
    void theFirstRunPageCanNeverBeOpened() {
        assertThrows(IllegalArgumentException.class,
                () -> RefusedPaths.exceptOpened(Set.of("/complete_installation/")));
    }
}
