package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpResponse;

/** The owner's way through the wizard without a browser. */
record Owner(Guest guest) {

    void claim(String code) {
        moved(guest.post("/-/setup/claim", "code", code));
    }

    void chooseAddress() {
        moved(guest.post("/-/setup/address", "choice", "continue"));
    }

    void chooseBundledDatabase() {
        moved(guest.post("/-/setup/database", "choice", "bundled"));
    }

    void giveAdministrator() {
        giveAdministrator(LaunchedServer.PASSWORD);
    }

    void giveAdministrator(String password) {
        moved(guest.post("/-/setup/administrator", "username", LaunchedServer.ADMIN, "password", password, "repeated",
                password));
    }

    private static void moved(HttpResponse<String> answer) {
        assertEquals(303, answer.statusCode(), answer.body());
    }
}
