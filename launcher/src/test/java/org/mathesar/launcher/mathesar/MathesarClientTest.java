package org.mathesar.launcher.mathesar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.mathesar.MathesarClient.Creation;
import org.mathesar.launcher.mathesar.MathesarClient.FirstUser;
import org.mathesar.launcher.problem.ProblemException;

@Timeout(20)
class MathesarClientTest {
    private static final FirstUser ADA = new FirstUser("ada", "correct horse", "en", false, false);

    private final TestMathesar mathesar = new TestMathesar();
    private final MathesarClient client = mathesar.client();

    @AfterEach
    void close() {
        client.close();
        mathesar.close();
    }

    @Test
    void aFreshMathesarAnswersIsReadyAndHasNoOwner() {
        assertTrue(client.answers());
        assertTrue(client.isReady());
        assertFalse(client.hasOwner());
    }

    @Test
    void anOwnedMathesarHasAnOwner() {
        mathesar.withOwner();
        assertTrue(client.hasOwner());
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 404})
    void aMathesarWithoutItsDatabaseIsNotReadyThoughItAnswers(int status) {
        mathesar.login(status);
        assertTrue(client.answers());
        assertFalse(client.isReady());
        ProblemException problem = assertThrows(ProblemException.class, client::hasOwner);
        assertTrue(problem.getMessage().contains("its login page answered " + status));
    }

    @Test
    void aMathesarThatIsGoneNeitherAnswersNorIsReady() {
        mathesar.close();
        assertFalse(client.answers());
        assertFalse(client.isReady());
        assertThrows(ProblemException.class, client::hasOwner);
        assertThrows(ProblemException.class, () -> client.create(ADA));
    }

    @Test
    void theFirstUserIsCreatedThroughTheFormAndComesBackSignedIn() {
        assertEquals(new Creation.Created(Optional.of("session-of-the-owner")), client.create(ADA));
        assertTrue(client.hasOwner());
        assertEquals(List.of("en|csrftoken=CookieToken32|csrfmiddlewaretoken=FormToken64&username=ada"
                + "&password1=correct+horse&password2=correct+horse"), mathesar.received());
    }

    @Test
    void consentsAreSentWhenTheyWereGiven() {
        client.create(new FirstUser("ada", "correct horse", "en", true, true));
        assertTrue(mathesar.received().getFirst().endsWith("&one_time_installation_confirmation=on&usage_stats=on"));
    }

    @Test
    void oddNamesAndPasswordsArriveAsTheyAre() {
        client.create(new FirstUser("ä&b=c", "p%+&=ß 🙂", "fr", false, false));
        assertEquals("fr|csrftoken=CookieToken32|csrfmiddlewaretoken=FormToken64&username=%C3%A4%26b%3Dc"
                + "&password1=p%25%2B%26%3D%C3%9F+%F0%9F%99%82&password2=p%25%2B%26%3D%C3%9F+%F0%9F%99%82",
                mathesar.received().getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "de-DE,de;q=0.9,en;q=0.8", "*", "en\r\nX-Forged: 1", "\u0000", "日本語", "ÿ"})
    void noLanguageOfABrowserGetsInTheWay(String language) {
        assertEquals(new Creation.Created(Optional.of("session-of-the-owner")),
                client.create(new FirstUser("ada", "correct horse", language, false, false)));
    }

    @Test
    void refusalsComeBackInMathesarsOwnWords() {
        mathesar.submission(200, """
                <div class="help error"><span>This password is too common.</span></div>
                <div class="field"><div class="help error is-danger" id="e1">
                  <span>Can&#x27;t be &lt;b&gt; &amp;amp; &quot;it&quot;.</span>
                  <span>Trop   court.</span>
                </div></div>
                <div class="help">Only a hint.</div><div class="help error"> </div>
                """);
        assertEquals(new Creation.Refused(List.of("This password is too common.",
                "Can't be <b> &amp; \"it\". Trop court.")), client.create(ADA));
        assertFalse(client.hasOwner());
    }

    @Test
    void aRefusalWithoutAWordIsPutIntoWords() {
        mathesar.submission(200, "<p>again</p>");
        assertEquals(new Creation.Refused(List.of("Mathesar did not accept this name and password.")),
                client.create(ADA));
    }

    @Test
    void anOwnerWhoIsThereAlreadyIsNotReplaced() {
        mathesar.withOwner();
        assertEquals(new Creation.AlreadyThere(), client.create(ADA));
        assertEquals(List.of(), mathesar.received());
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 500, 503})
    void aFailureIsNeverTakenForAnOwner(int status) {
        mathesar.submission(status, "");
        ProblemException problem = assertThrows(ProblemException.class, () -> client.create(ADA));
        assertTrue(problem.getMessage().contains("its first-run form answered " + status));
        assertFalse(client.hasOwner());
    }

    @Test
    void anotherPageInPlaceOfTheFormIsAProblem() {
        mathesar.form(500, "broken");
        assertThrows(ProblemException.class, () -> client.create(ADA));
        mathesar.form(200, "<p>no form here</p>");
        assertThrows(ProblemException.class, () -> client.create(ADA));
        mathesar.form(200, "<input name=\"csrfmiddlewaretoken\" value=\"x\">");
        assertThrows(ProblemException.class, () -> client.create(ADA), "without its cookie");
        assertEquals(List.of(), mathesar.received());
    }

    @Test
    void theUserPrintsWithoutThePassword() {
        assertEquals("FirstUser[ada]", ADA.toString());
    }
}
