package org.mathesar.launcher.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetupCodeTest {

    @Test
    void aMadeCodeIsFourGroupsOfLettersAndDigitsThatNobodyConfuses() {
        Set<String> codes = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            String code = SetupCode.generate(new SecureRandom()).reveal();
            assertTrue(code.matches("[A-HJKMNP-Z0-9]{4}(-[A-HJKMNP-Z0-9]{4}){3}"), code);
            codes.add(code);
        }
        assertEquals(200, codes.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ABCD-EFGH-2345-6789", "abcd-efgh-2345-6789", " ABCD EFGH 2345 6789\t", "ABCDEFGH23456789",
            "abcd–efgh–2345–6789", "A.B.C.D.EFGH_2345/6789"})
    void caseSpacesAndDashesDoNotCount(String typed) {
        assertEquals(SetupCode.canonical("ABCD-EFGH-2345-6789"), SetupCode.canonical(typed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ABCD-EFGH-2345-678", "ABCD-EFGH-2345-67899", "", "BACD-EFGH-2345-6789"})
    void lettersAndDigitsCount(String typed) {
        assertNotEquals(SetupCode.canonical("ABCD-EFGH-2345-6789"), SetupCode.canonical(typed));
    }

    @Test
    void aCodeNeedsTwelveLettersOrDigits() {
        assertTrue(SetupCode.isLongEnough("abcdef-123456"));
        assertFalse(SetupCode.isLongEnough("abcdef-12345"));
        assertFalse(SetupCode.isLongEnough("------------------------"));
        assertFalse(SetupCode.isLongEnough(""));
    }
}
