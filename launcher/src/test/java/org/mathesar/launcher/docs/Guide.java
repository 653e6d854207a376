package org.mathesar.launcher.docs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The guides that say how to make Mathesar's two roles, and what the hoster's administrator is there. */
enum Guide {
    /** The administrator skips row-level security. */
    SUPABASE("databases/supabase.md", "CREATEDB CREATEROLE REPLICATION BYPASSRLS", false),
    /** Databases belong to a group that the administrator is a member of. */
    CLOUD_SQL("databases/cloud-sql.md", "CREATEDB CREATEROLE", true),
    RDS("databases/rds.md", "CREATEDB CREATEROLE", false),
    DIGITAL_OCEAN("databases/digitalocean.md", "CREATEDB CREATEROLE", false),
    NEON("databases/neon.md", "CREATEDB CREATEROLE BYPASSRLS", false),
    ANY("databases.md", "CREATEDB CREATEROLE", false);

    private static final Pattern DATABASE = Pattern.compile("(?<=\\bON DATABASE )\\w+");

    final String attributes;
    final boolean ownedByGroup;
    private final Path page;

    Guide(String page, String attributes, boolean ownedByGroup) {
        this.page = Pages.ROOT.resolve("docs").resolve(page);
        this.attributes = attributes;
        this.ownedByGroup = ownedByGroup;
    }

    /** What makes the roles, block by block, for a database of this name. */
    List<String> making(String database) throws IOException {
        return blocks(database).stream().takeWhile(block -> !removes(block)).toList();
    }

    /** What removes them, block by block; begins where the administrator takes the roles over. */
    List<String> removing(String database) throws IOException {
        return blocks(database).stream().dropWhile(block -> !removes(block)).toList();
    }

    private List<String> blocks(String database) throws IOException {
        UnaryOperator<String> there = block -> DATABASE.matcher(block).replaceAll(database);
        return Pages.blocks(page, "sql").stream().map(there).toList();
    }

    private static boolean removes(String block) {
        return block.contains("TO CURRENT_USER");
    }
}
