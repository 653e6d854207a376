package org.mathesar.launcher.wizard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mathesar.launcher.wizard.Visitor.location;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.Addresses.Mode;
import org.mathesar.launcher.setup.Addresses.Snapshot;
import org.mathesar.launcher.setup.FirstBoot.Message;
import org.mathesar.launcher.setup.FirstBoot.Outcome;
import org.mathesar.launcher.setup.Plan;
import org.mathesar.launcher.setup.SetupState;

class AddressPageTest {
    private static final String SCRIPT = "\"><script>alert(1)</script>";
    private static final String KEY = "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\n-----END PRIVATE KEY-----";

    private final WizardServer server = WizardServer.start();
    private final Visitor owner = server.owner();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aCertificateThatIsBeingMadeIsSaidAndThatItTakesLessThanAMinute() {
        shows(Scenes.IP_ORDERING, "A certificate that browsers trust is being made for 203.0.113.10 and "
                + Scenes.IPV6 + ". It usually takes less than a minute.", "task sole RUNNING",
                "<p class=\"address\">http://localhost:");
    }

    @Test
    void aTrustedAddressIsTheOneToGiveToPeople() {
        shows(Scenes.IP_SERVED, "<p class=\"address\">https://203.0.113.10/</p>",
                "Browsers trust https://203.0.113.10/ and https://[" + Scenes.IPV6
                        + "]/ until 28 November 2026 – it is renewed by itself.");
    }

    @Test
    void aFailureSaysTheCauseTheCureAndTheNextTryWithTheTechnicalTextFolded() {
        String page = shows(Scenes.IP_FAILED, "could not reach this server on port 80.",
                "Open ports 80 and 443 for everyone",
                "the next try is at <time datetime=\"2026-11-22T20:05:00Z\" data-at>"
                        + "22 November, 20:05 UTC</time>",
                "<summary>Technical detail</summary>", "urn:ietf:params:acme:error:connection");
        assertTrue(page.contains("id=\"continue\""), page);
    }

    @Test
    void aRenewalThatFailedLeavesTheTrustStanding() {
        String page = shows(Scenes.all().get("ip-not-renewed"),
                "Browsers trust https://203.0.113.10/ until 28 November 2026.", "asks to wait", "task sole DONE");
        assertFalse(page.contains("renewed by itself"), page);
    }

    @Test
    void aPrivateAddressIsToldOnceWithAllWaysOn() {
        String page = shows(Scenes.PRIVATE_ADDRESS, "192.168.178.40 is a private address", "You can go on like this.",
                "name=\"public-address\" value=\"192.168.178.40\"", "name=\"certificate\"", "name=\"domain\"",
                "<details open>", "id=\"continue\"");
        assertTrue(page.replace("<wbr>", "").contains(Scenes.FINGERPRINT), page);
        assertEquals(2, page.split("is a private address", -1).length, page);
    }

    @Test
    void eachCheckHasItsSignItsWordAndItsSentence() {
        shows(Scenes.checked(Scenes.STALE_AAAA), "task FAILED", "To mend", "but its IPv6 address",
                "Delete this record", "<code>AAAA</code>", "id=\"RECORDS-value\">2001:db8:ffff:", "1.1.1.1: NXDOMAIN",
                "<span class=\"status\">Waiting</span>", "You may close this page", "data-copy=\"RECORDS-name\"");
    }

    @Test
    void aRecordIsToldWithTypeNameAndValue() {
        shows(Scenes.checked(Scenes.NO_RECORD), "Create this record", "<code>A</code>",
                "id=\"RECORDS-name\">" + Scenes.NAME + "<", "id=\"RECORDS-value\">203.0.113.10<");
        shows(Scenes.checked(Scenes.WRONG_A), "Change this record");
        shows(Scenes.checked(Scenes.RECORDS_GOOD, Scenes.LEADS_GOOD, Scenes.CAA_FORBIDS), "<code>CAA</code>",
                "id=\"PERMISSION-value\">0 issue \"letsencrypt.org\"<");
    }

    @Test
    void onlyWhatCouldNotBeVerifiedMayBeVouchedFor() {
        shows(Scenes.unsure(), "Could not verify from here that", "Not verified", "Go on anyway");
        for (Snapshot other : List.of(Scenes.checked(Scenes.WRONG_A), Scenes.rehearsing(), Scenes.served(),
                Scenes.IP_SERVED)) {
            assertFalse(page(other).contains("Go on anyway"));
        }
    }

    @Test
    void aDomainThatIsServedIsReadyAndSaysWhereToSignIn() {
        String url = "https://" + Scenes.NAME + "/";
        shows(Scenes.served(), "<p class=\"address\">" + url + "</p>", "href=\"" + url + "\"",
                "is ready. Finish the set-up here first");
        server.firstBoot.be(new SetupState.Ready(WizardServer.PLAN));
        String page = shows(Scenes.served(), "is ready. From now on, you and your colleagues sign in there.");
        assertFalse(page.contains("class=\"tasks\""), page);
    }

    @Test
    void aDomainThatNoLongerLeadsHereIsNotPraised() {
        String page = shows(Scenes.all().get("domain-lost"), "the name has ceased to lead here",
                "<p class=\"address\">https://203.0.113.10/</p>", "To mend");
        assertFalse(page.contains("is ready"), page);
    }

    @Test
    void aDomainOfTheSettingsIsShownAndNotEditable() {
        String page = shows(Scenes.fixed(), "bücher.example (xn--bcher-kva.example)",
                "<code>MATHESAR_LAUNCHER_DOMAIN</code>", "Check again now");
        assertFalse(page.contains("name=\"domain\"") || page.contains("forget-domain"), page);
    }

    @Test
    void aCertificateOfOnesOwnSaysItsNamesAndItsEndAndCanBeGivenUp() {
        String page = shows(Scenes.own(), Scenes.NAME + " and *.example.org", "until 28 November 2026",
                "Go back to automatic certificates", "Replace the certificate");
        assertFalse(page.contains("name=\"domain\"") || page.contains("Encrypt’s terms"), page);
    }

    @ParameterizedTest
    @CsvSource({"FILES, name the files of its certificate", "SELF_SIGNED, makes its certificate itself",
            "PLATFORM, Encrypted by your platform"})
    void whereTheSettingsDecideThereIsOnlyOneWayOn(Mode mode, String sentence) {
        String page = shows(Scenes.mode(mode, Optional.empty(),
                mode == Mode.PLATFORM ? Optional.empty() : Optional.of(Scenes.FINGERPRINT)), sentence);
        assertEquals(1, page.split("<form", -1).length - 1, page);
        assertEquals(mode == Mode.SELF_SIGNED, page.replace("<wbr>", "").contains(Scenes.FINGERPRINT), page);
        assertFalse(page.contains("terms") || page.contains("data-events"), page);
    }

    @Test
    void usingItMeansAgreeingToTheAuthoritysTerms() {
        shows(Scenes.IP_WAITING, "by using this server you agree to <a href=\"https://letsencrypt.org/repository/\"",
                "listed in public logs");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "domain | domain | bücher.example | domain bücher.example | #name",
            "public-address | public-address | 203.0.113.9 | public address 203.0.113.9 | ''",
            "vouch | x | y | vouch | #name", "check | x | y | check | #name",
            "forget-domain | x | y | forget domain | #name", "forget-certificate | x | y | forget certificate | ''"})
    void everyButtonDoesOneThingAndComesBack(String choice, String field, String value, String call, String part) {
        assertEquals("/-/setup/address" + part, location(owner.post("address", "choice", choice, field, value)));
        assertEquals(List.of(call), server.addresses.calls());
        assertEquals(List.of("claimed"), server.firstBoot.calls());
    }

    @Test
    void continuingIsRecordedAndLeadsOn() {
        server.addresses.be(Scenes.checked(Scenes.NO_RECORD));
        assertEquals("/-/setup/database", location(owner.post("address", "choice", "continue")));
        assertEquals(new SetupState.Asking(Plan.Draft.EMPTY.with(new Plan.Address.AsReached())),
                server.firstBoot.state());
    }

    @Test
    void aNameThatWasTypedIsNotLostByGoingOn() {
        assertEquals("/-/setup/database",
                location(owner.post("address", "choice", "continue", "domain", "data.example.org")));
        assertEquals(List.of("domain data.example.org"), server.addresses.calls());
    }

    @Test
    void aNameThatIsNoneKeepsOneFromGoingOn() {
        server.addresses.answerNext(new Outcome.Refused(List.of(new Message("domain", "That is no name."))));
        HttpResponse<String> refused = owner.post("address", "choice", "continue", "domain", "https://");
        assertEquals(422, refused.statusCode());
        assertTrue(refused.body().contains("<a href=\"#domain\">That is no name.</a>"), refused.body());
        assertEquals(List.of("claimed"), server.firstBoot.calls());
    }

    @Test
    void theNameThatIsWantedAlreadyIsNotSentAgainByGoingOn() {
        server.addresses.be(Scenes.fixed());
        owner.post("address", "choice", "continue", "domain", "bücher.example");
        assertEquals(List.of(), server.addresses.calls());
    }

    @Test
    void anUnknownButtonDoesNothing() {
        assertEquals(422, owner.post("address", "choice", "carrier-pigeon").statusCode());
        assertEquals(List.of("claimed"), server.firstBoot.calls());
        assertEquals(List.of(), server.addresses.calls());
    }

    @Test
    void aButtonWhoseMomentHasPassedLeadsBackToThePage() {
        server.addresses.answerNext(new Outcome.Stale());
        HttpResponse<String> stale = owner.post("address", "choice", "vouch");
        assertEquals(409, stale.statusCode());
        assertTrue(stale.body().contains("href=\"/-/setup/address\""), stale.body());
    }

    @Test
    void whatWasTypedComesBackWithItsMistakeButNeverTheKey() {
        server.addresses.answerNext(new Outcome.Refused(List.of(new Message("certificate", "It has expired."),
                new Message("key", "It is another's."))));
        HttpResponse<String> again = owner.post("address", "choice", "certificate", "certificate",
                "-----BEGIN CERTIFICATE-----\r\nabc\r\n-----END CERTIFICATE-----", "key", KEY);
        assertEquals(422, again.statusCode());
        for (String part : List.of("<details open>", "<a href=\"#certificate\">It has expired.</a>",
                "id=\"key-error\"", "-----BEGIN CERTIFICATE-----\r\nabc")) {
            assertTrue(again.body().contains(part), part + " in " + again.body());
        }
        assertFalse(again.body().contains("MIGHAgEAMBMGByqGSM49"), again.body());
    }

    @Test
    void aKeyInTheWrongFieldIsNotShownAgainEither() {
        server.addresses.answerNext(new Outcome.Refused(List.of(new Message("certificate", "That is a key."))));
        String page = owner.post("address", "choice", "certificate", "certificate", KEY, "key", "").body();
        assertFalse(page.contains("MIGHAgEAMBMGByqGSM49"), page);
    }

    @Test
    void aLongChainOfLargeCertificatesFits() {
        String chain = "x".repeat(50_000);
        assertEquals("/-/setup/address",
                location(owner.post("address", "choice", "certificate", "certificate", chain, "key", "k")));
        assertEquals(413, owner.post("address", "choice", "certificate", "certificate", "x".repeat(66_000))
                .statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"domain", "public-address", "certificate", "key"})
    void nothingTypedBecomesMarkup(String field) {
        server.addresses.be(Scenes.IP_SERVED);
        server.addresses.answerNext(new Outcome.Refused(List.of(new Message(field, "Wrong: " + SCRIPT))));
        String page = owner.post("address", "choice", field.equals("key") ? "certificate" : field, field, SCRIPT)
                .body();
        assertFalse(page.contains("<script>"), page);
        assertTrue(page.contains("id=\"" + field + "-error\""), page);
    }

    @Test
    void aProblemIsShownAboveThePage() {
        server.addresses.answerNext(new Outcome.Failed(new Problem.Fixable("The disk is full.", "Make room.")));
        String page = owner.post("address", "choice", "domain", "domain", "data.example.org").body();
        assertTrue(page.contains("The disk is full.") && page.contains("value=\"data.example.org\""), page);
    }

    @Test
    void withoutScriptsThePageReloadsOnlyWhereNothingCanBeTyped() {
        String page = shows(Scenes.IP_ORDERING, "<noscript><p class=\"hint\">", "href=\"/-/setup/address?watch=1\"");
        assertFalse(page.contains("http-equiv=\"refresh\""), page);
        String watching = owner.get("address?watch=1").body();
        assertTrue(watching.contains("<noscript><meta http-equiv=\"refresh\""), watching);
        assertFalse(watching.contains("<input type=\"text\"") || watching.contains("<textarea"), watching);
        server.addresses.be(Scenes.IP_SERVED);
        assertFalse(owner.get("address?watch=1").body().contains("http-equiv=\"refresh\""));
    }

    private String page(Snapshot scene) {
        server.addresses.be(scene);
        return owner.get("address").body();
    }

    private String shows(Snapshot scene, String... parts) {
        String page = page(scene);
        for (String part : parts) {
            assertTrue(page.contains(part), part + " in " + page);
        }
        return page;
    }
}
