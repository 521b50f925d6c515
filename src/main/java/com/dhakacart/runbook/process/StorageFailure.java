package com.dhakacart.runbook.process;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionSystemException;

/** What a failure to store something says about the next try. */
public final class StorageFailure {

  /** Classes of SQLSTATE that are about the data: what is too long or no text, and constraints. */
  private static final Set<String> ABOUT_THE_DATA = Set.of("22", "23");

  /**
   * Somebody else's row was there first, or the row that it belongs to is gone or has others by now
   * (H2 and PostgreSQL; the last is H2's alone).
   */
  private static final Set<String> OTHERS_ROWS = Set.of("23505", "23503", "23506");

  /** Rolled back for the sake of somebody else's transaction. */
  private static final String ROLLED_BACK = "40";

  /** The statement is none, or asks for less than nothing (H2 and PostgreSQL). */
  private static final Set<String> NO_STATEMENT =
      Set.of("42000", "42001", "42601", "90008", "2201W", "2201X");

  /**
   * No connection, shut down, out of what it needs, or read-only, as a primary is that was demoted
   * (SQL, PostgreSQL; the numbers of five digits that begin with a 9 are H2's).
   */
  private static final List<String> AWAY =
      List.of("08", "57P", "53", "25006", "90067", "90097", "90098", "90121");

  private StorageFailure() {}

  /** Somebody else was faster; the next try finds what they have stored. */
  public static boolean isRace(Throwable failure) {
    return causes(failure)
        .anyMatch(
            it ->
                it instanceof DuplicateKeyException
                    || it instanceof ConcurrencyFailureException
                    || it instanceof OptimisticLockingException
                    || it instanceof IncidentAlreadyOpen
                    || OTHERS_ROWS.contains(stateOf(it))
                    || stateOf(it).startsWith(ROLLED_BACK));
  }

  /** The database refuses this text or number, and would each time. */
  public static boolean isAboutTheData(Throwable failure) {
    return !isRace(failure)
        && causes(failure).map(StorageFailure::stateOf).anyMatch(StorageFailure::isAboutTheData);
  }

  /** What the engine made of a search, such as one among none, is no statement of SQL. */
  public static boolean isAboutTheSearch(Throwable failure) {
    return causes(failure).map(StorageFailure::stateOf).anyMatch(NO_STATEMENT::contains);
  }

  /** The database cannot be reached, or takes nothing now: the same may be asked for later. */
  public static boolean isDatabaseAway(Throwable failure) {
    return causes(failure)
        .anyMatch(
            it ->
                it instanceof SQLTransientConnectionException
                    || it instanceof SQLNonTransientConnectionException
                    || it instanceof SQLRecoverableException
                    || AWAY.stream().anyMatch(stateOf(it)::startsWith));
  }

  /**
   * The database, or the way to it, is at fault: not there, full, locked, read-only. Whatever of it
   * is not about the data counts, since only that is known to be as wrong the next time.
   */
  public static boolean isAboutTheDatabase(Throwable failure) {
    return !isAboutTheData(failure)
        && causes(failure)
            .anyMatch(
                it ->
                    it instanceof SQLException
                        || it instanceof DataAccessException
                        || it instanceof TransactionException);
  }

  private static boolean isAboutTheData(String state) {
    return state.length() > 2 && ABOUT_THE_DATA.contains(state.substring(0, 2));
  }

  private static String stateOf(Throwable cause) {
    return cause instanceof SQLException sql && sql.getSQLState() != null ? sql.getSQLState() : "";
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, StorageFailure::causeOf);
  }

  /**
   * A rollback that fails, too, as on a connection that was closed for it, hides why it was one.
   */
  private static Throwable causeOf(Throwable failure) {
    return failure instanceof TransactionSystemException rollback
            && rollback.getApplicationException() != null
        ? rollback.getApplicationException()
        : failure.getCause();
  }
}
