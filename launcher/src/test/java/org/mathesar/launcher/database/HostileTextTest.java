package org.mathesar.launcher.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mathesar.launcher.database.ConnectionText.Reading;

/** Whatever is pasted, the answer is a sentence, comes at once, and holds nothing of the password. */
class HostileTextTest {
    private static final int DAMAGED = 20_000;

    @Test
    void everyUnusableTextIsRefusedInASentenceWithoutThePassword() {
        List<String> texts = HostileTexts.unusable();
        assertTrue(new HashSet<>(texts).size() >= 200, "only " + new HashSet<>(texts).size() + " texts");
        List<String> wrong = new ArrayList<>();
        for (String text : texts) {
            switch (ConnectionText.read(text)) {
                case Reading.Details details -> wrong.add(shown(text) + " was read as " + details);
                case Reading.Unreadable(String message) -> {
                    if (!isSentence(message)) {
                        wrong.add(shown(text) + " was answered with " + message);
                    }
                }
            }
        }
        System.out.println("unusable texts, all refused: " + new HashSet<>(texts).size());
        assertEquals(List.of(), wrong);
    }

    @Test
    void aDamagedTextIsReadOrRefusedButNeverTellsThePassword() {
        int[] read = {0};
        List<String> wrong = new ArrayList<>();
        HostileTexts.damaged(DAMAGED).forEach(text -> {
            switch (ConnectionText.read(text)) {
                case Reading.Details details -> {
                    read[0]++;
                    if (details.toString().contains(HostileTexts.SECRET)) {
                        wrong.add(shown(text) + " was read as " + details);
                    }
                }
                case Reading.Unreadable(String message) -> {
                    if (!isSentence(message)) {
                        wrong.add(shown(text) + " was answered with " + message);
                    }
                }
            }
        });
        System.out.println("damaged texts: " + DAMAGED + ", read: " + read[0] + ", seed " + HostileTexts.SEED);
        assertEquals(List.of(), wrong);
        assertTrue(read[0] > DAMAGED / 10 && read[0] < DAMAGED, "the damage should be neither too small nor too great");
    }

    /** The limit is a guard against reading for ever, thousands of times what is needed. */
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void noTextIsTooMuch() {
        for (String text : HostileTexts.exhausting()) {
            switch (ConnectionText.read(text)) {
                case Reading.Details details -> assertFalse(text.length() >= 100_000, details.toString());
                case Reading.Unreadable(String message) -> assertTrue(isSentence(message), message);
            }
        }
    }

    /** One or two sentences, with none of the secret and nothing of an exception. */
    private static boolean isSentence(String message) {
        return message.matches("[A-Z].{20,300}[.…]") && !message.contains(HostileTexts.SECRET)
                && !message.contains("Exception") && !message.contains("null");
    }

    private static String shown(String text) {
        return "«" + (text.length() > 200 ? text.substring(0, 200) + "…" : text) + "»";
    }
}
