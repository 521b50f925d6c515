package com.dhakacart.runbook.health;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.EndpointCheck;
import com.dhakacart.runbook.incident.PodFigures;
import com.dhakacart.runbook.incident.PodHealth;
import com.dhakacart.runbook.incident.Workload;
import java.util.List;
import java.util.Set;

/**
 * Asks every pod of a workload, all at once. An unhealthy answer is an answer; an answer is unknown
 * only when no pod could be asked.
 */
public interface HealthProbe {

  /**
   * The health endpoint of every pod, in detail; waits as long as an exhausted pool takes (25 s).
   */
  Answer<List<PodHealth>> health(Workload workload);

  /** The same of these pods alone, where the others may be slow to answer and are known. */
  Answer<List<PodHealth>> health(Workload workload, Set<String> pods);

  /** The key endpoints of the settings, asked of every pod. */
  Answer<List<EndpointCheck>> keyEndpoints(Workload workload);

  /** The database's figures in {@code /metrics}: {@code grep pg_pool} and {@code grep pg_stat}. */
  Answer<List<PodFigures>> databaseFigures(Workload workload);
}
