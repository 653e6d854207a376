package org.mathesar.launcher.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mathesar.launcher.storage.Secret;

class KnownHostTest {

    @ParameterizedTest
    @CsvSource({"db.abcdefghijklmnopqrst.supabase.co, 5432, SUPABASE_DIRECT",
            "DB.abcdefghijklmnopqrst.Supabase.co., 5432, SUPABASE_DIRECT",
            "db.abcdefghijklmnopqrst.supabase.co, 6543, SUPABASE_TRANSACTION_POOLER",
            "aws-0-eu-central-1.pooler.supabase.com, 5432, SUPABASE_SESSION_POOLER",
            "aws-1-us-east-2.pooler.supabase.com, 6543, SUPABASE_TRANSACTION_POOLER",
            "ep-cool-1.eu-central-1.aws.neon.tech, 5432, NEON_DIRECT",
            "ep-cool-1-pooler.eu-central-1.aws.neon.tech, 5432, NEON_POOLER",
            "ep-cool-1-pooler.c-2.us-east-2.aws.neon.tech, 5432, NEON_POOLER",
            "db-x-do-user-1-0.b.db.ondigitalocean.com, 25060, DIGITAL_OCEAN",
            "private-db-x.b.db.ondigitalocean.com, 25061, DIGITAL_OCEAN_POOL",
            "mydb.c1.eu-west-1.rds.amazonaws.com, 5432, RDS", "x.cluster-c1.eu-west-1.rds.amazonaws.com, 5432, RDS",
            "a1.b2.europe-west1.sql.goog, 5432, CLOUD_SQL", "/cloudsql/p:europe-west1:shop, 5432, CLOUD_SQL",
            "/run/sockets/p:europe-west1:shop, 5432, CLOUD_SQL", "shop.postgres.database.azure.com, 5432, AZURE",
            "monorail.proxy.rlwy.net, 12345, RAILWAY", "postgres.railway.internal, 5432, RAILWAY",
            "direct.abc.flympg.net, 5432, FLY", "pgbouncer.abc.flympg.net, 5432, FLY_POOLER",
            "shop-db.flycast, 5432, FLY",
            "shop-db.internal, 5432, FLY", "top2.nearest.of.shop-db.internal, 5433, FLY"})
    void aHosterIsKnownByItsNames(String host, int port, KnownHost known) {
        assertEquals(Optional.of(known), KnownHost.of(database(host, port)));
    }

    @ParameterizedTest
    @CsvSource({"supabase.co, 5432", "db.supabase.co.example.org, 5432", "evil-pooler.supabase.com.example.org, 5432",
            "neon.tech, 5432", "notneon.tech, 5432", "db.ondigitalocean.com, 25060", "xrds.amazonaws.com, 5432",
            "localhost, 25061", "127.0.0.1, 6543", "db.example.org, 6543", "/var/run/postgresql, 5432",
            "host.docker.internal, 5432", "host.containers.internal, 5432", "metadata.google.internal, 5432",
            "vm.c.project.internal, 5432", "ip-10-0-0-1.ec2.internal, 5432", "flycast, 5432",
            "ec2-1-2-3-4.eu-west-1.compute.amazonaws.com, 5432"})
    void everyoneElseIsUnknown(String host, int port) {
        assertEquals(Optional.empty(), KnownHost.of(database(host, port)));
    }

    @Test
    void herokuIsKnownByTheNamesItRolls() {
        String password = "p" + "0123456789abcdef".repeat(4);
        assertEquals(Optional.of(KnownHost.HEROKU), KnownHost.of(new Database.External(
                "ec2-54-1-2-3.compute-1.amazonaws.com", 5432, "d968eco7j6gdm1", "bcjyarsqrmibiu", new Secret(password),
                SslMode.REQUIRE)));
        assertEquals(Optional.of(KnownHost.HEROKU), KnownHost.of(new Database.External(
                "c1.cluster-czrs8kj4isg7.us-east-1.rds.amazonaws.com", 5432, "d968eco7j6gdm1", "u3gk6bcjyarsq",
                new Secret(password), SslMode.REQUIRE)));
        assertEquals(Optional.of(KnownHost.RDS), KnownHost.of(new Database.External(
                "c1.cluster-czrs8kj4isg7.us-east-1.rds.amazonaws.com", 5432, "datawarehouse", "administrator",
                new Secret("own"), SslMode.REQUIRE)));
    }

    private static Database.External database(String host, int port) {
        return new Database.External(host, port, "shop", "ada", new Secret("x"), SslMode.REQUIRE);
    }
}
