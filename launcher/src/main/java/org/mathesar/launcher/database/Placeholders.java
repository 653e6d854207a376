package org.mathesar.launcher.database;

import java.util.regex.Pattern;

/** What guides and hosters write where the owner has to put something of their own. */
final class Placeholders {
    private static final Pattern RAILWAY = Pattern.compile("\\$\\{\\{[^}]{0,200}\\}\\}");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{[A-Za-z_]\\w{0,100}\\}|\\$\\([^)]{0,500}\\)");
    private static final Pattern BARE_VARIABLE = Pattern.compile("\\$[A-Z][A-Z0-9_]{2,100}");
    /** Words in brackets that name what belongs there; anything else in brackets may be somebody's password. */
    private static final String TO_FILL_IN = "(?i:(?:[A-Za-z]{1,20}[ _-]){0,6}(?:your|password|pass|user|username|role|host|hostname|ref"
            + "|id|name|database|dbname|db|region|port|project|cluster|endpoint|instance|server|here)(?:[ _-][A-Za-z]{1,20}){0,6})";
    private static final Pattern BRACKETED = Pattern
            .compile("\\[" + TO_FILL_IN + "\\]|<" + TO_FILL_IN + ">|\\{" + TO_FILL_IN + "\\}");
    private static final Pattern SPELLED = Pattern
            .compile("PASSWORD|(?i:(?:insert|enter|replace|put)?[-_ ]?(?:with)?[-_ ]?"
                    + "your[-_ ]?(?:db|database|postgres|supabase|new|secret|strong|actual|real|master)?[-_ ]?"
                    + "password(?:[-_ ]?here)?)");
    private static final Pattern HIDDEN = Pattern.compile("[*•●]{3,}.{0,12}");

    private static final Pattern SUBSTITUTED = Pattern
            .compile("\\$\\((?:aws|az|gcloud|cat|pass|op|heroku|doctl|kubectl)\\s");

    private Placeholders() {}

    /** Refuses a text that asks a command for one of its values. */
    static void refuseSubstitution(String text) throws UnreadableText {
        if (SUBSTITUTED.matcher(text).find()) {
            throw new UnreadableText("The text asks another command for a value; put the value itself in its place.");
        }
    }

    /** Refuses a name that is still to be filled in; {@code spoken} says which. */
    static void refuseIn(String value, String spoken) throws UnreadableText {
        refuseReference(value);
        if (BRACKETED.matcher(value).find() || BARE_VARIABLE.matcher(value).matches()) {
            throw new UnreadableText("The text still has a placeholder where the " + spoken
                    + " belongs; put your own in its place.");
        }
    }

    /** Refuses a password that is none; only what no hoster rolls and no person should choose counts as such. */
    static void refusePassword(String password) throws UnreadableText {
        refuseReference(password);
        if (HIDDEN.matcher(password).matches()) {
            throw new UnreadableText("The password in the text is hidden behind dots or stars; let the page show it"
                    + " before you copy, or use its copy button.");
        }
        if (SPELLED.matcher(password).matches() || BRACKETED.matcher(password).matches()) {
            throw new UnreadableText("The text still has a placeholder where the password belongs, such as"
                    + " [YOUR-PASSWORD]; put the database's password in its place, without the brackets.");
        }
    }

    /** Refuses what a platform or a shell would have replaced. */
    static void refuseReference(String value) throws UnreadableText {
        if (RAILWAY.matcher(value).find()) {
            throw new UnreadableText("The text holds a reference in ${{ }} that Railway fills in only inside its own"
                    + " variables; open the database's Variables tab there and copy the value itself.");
        }
        if (VARIABLE.matcher(value).matches()) {
            throw new UnreadableText("The text holds a variable of a shell in place of a value; put the value itself in"
                    + " its place.");
        }
    }
}
