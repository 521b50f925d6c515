package com.dhakacart.runbook.process.engine;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Makes the file of H2 readable by nobody but the user who runs this, and its folder as well where
 * that is made here; H2 itself leaves both to the umask. It holds passwords' hashes, and all that
 * was seen in production. A folder that is there stays as it is: others may have a use for it.
 */
@Component
class OwnersDatabaseFile implements BeanPostProcessor {

  private static final Logger log = LoggerFactory.getLogger(OwnersDatabaseFile.class);

  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private static final Pattern URL = Pattern.compile("jdbc:h2:(?:file:)?([^:;]+)(?:;.*)?");
  private static final String SUFFIX = ".mv.db";

  /**
   * Before the first connection.
   *
   * @throws UncheckedIOException when the folder or the file cannot be made
   */
  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (bean instanceof HikariDataSource database) {
      file(String.valueOf(database.getJdbcUrl())).ifPresent(OwnersDatabaseFile::close);
    }
    return bean;
  }

  /** Empty for every other database, and for H2 in memory or elsewhere. */
  private static Optional<Path> file(String url) {
    Matcher matcher = URL.matcher(url);
    return matcher.matches()
        ? Optional.of(Path.of(atHome(matcher.group(1)) + SUFFIX).toAbsolutePath())
        : Optional.empty();
  }

  private static String atHome(String path) {
    return path.startsWith("~") ? System.getProperty("user.home") + path.substring(1) : path;
  }

  private static void close(Path file) {
    Path folder = file.getParent();
    if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    try {
      if (Files.notExists(folder)) {
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
      }
      if (Files.notExists(file)) {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE)); // H2 takes an empty one
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The database file %s cannot be made; look who owns its folder, or set DB_URL"
              .formatted(file),
          e);
    }
    closeToOthers(file);
  }

  private static void closeToOthers(Path file) {
    try {
      if (!Files.getPosixFilePermissions(file).equals(FILE)) {
        Files.setPosixFilePermissions(file, FILE);
      }
    } catch (IOException e) {
      // somebody else's file, such as one of a shared volume: it worked until now, and goes on
      log.warn(
          "Others may read the database file {}; its owner can take that away by chmod 600",
          file,
          e);
    }
  }
}
