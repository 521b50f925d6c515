package com.dhakacart.runbook.process.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnersDatabaseFileTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:h2:file:%s;DB_CLOSE_ON_EXIT=FALSE", "jdbc:h2:%s"})
  void newDatabase_isReadByItsOwnerOnly_andSoIsItsFolder(String url) throws Exception {
    Path data = folder.resolve("app").resolve("data");

    write(url.formatted(data.resolve("runbook")));

    assertThat(rightsOf(data)).isEqualTo("rwx------");
    assertThat(rightsOf(data.resolve("runbook.mv.db"))).isEqualTo("rw-------");
  }

  @Test
  void databaseOfAnOlderVersion_isKeptAndClosedToOthers_andTheFolderStaysAsItIs() throws Exception {
    String url = "jdbc:h2:file:" + folder.resolve("runbook");
    write(url);
    Path file = folder.resolve("runbook.mv.db");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(write(url)).isEqualTo(2);

    assertThat(rightsOf(file)).isEqualTo("rw-------");
    assertThat(rightsOf(folder)).isEqualTo("rwxr-xr-x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:h2:mem:runbook",
        "jdbc:h2:tcp://localhost/runbook",
        "jdbc:postgresql://localhost/runbook"
      })
  void otherDatabase_isNotLookedFor(String url) throws IOException {
    HikariDataSource database = new HikariDataSource();
    database.setJdbcUrl(url);

    assertThat(new OwnersDatabaseFile().postProcessAfterInitialization(database, "database"))
        .isSameAs(database);
    assertThat(Path.of("mem:runbook.mv.db")).doesNotExist();
    assertThat(Path.of("tcp:")).doesNotExist();
  }

  /** As the application opens it; answers how often that was done. */
  private int write(String url) throws SQLException {
    try (HikariDataSource database = new HikariDataSource()) {
      database.setJdbcUrl(url);
      new OwnersDatabaseFile().postProcessAfterInitialization(database, "database");
      try (Connection connection = database.getConnection();
          var statement = connection.createStatement()) {
        statement.execute("create table if not exists opened (at timestamp)");
        statement.execute("insert into opened values (now())");
        try (var rows = statement.executeQuery("select count(*) from opened")) {
          rows.next();
          return rows.getInt(1);
        }
      }
    }
  }

  private static String rightsOf(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
