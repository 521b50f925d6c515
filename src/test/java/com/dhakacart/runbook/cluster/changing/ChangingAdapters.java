package com.dhakacart.runbook.cluster.changing;

import com.dhakacart.runbook.cluster.ApiServer;
import com.dhakacart.runbook.cluster.ChangingRights;
import com.dhakacart.runbook.cluster.ClusterSettings;

/** What changes a cluster, put together as Spring does. */
public final class ChangingAdapters implements AutoCloseable {

  private final ApiServer api;
  private final ClusterSettings settings;
  private final ChangingAccount account;

  public ChangingAdapters(ApiServer api, ClusterSettings settings) {
    this.api = api;
    this.settings = settings;
    this.account = new ChangingAccount(settings);
  }

  public ClusterChanges changes() {
    ChangePlanner planner = new ChangePlanner(account);
    return new KubernetesClusterChanges(
        api,
        planner,
        new ProbePlanner(planner),
        new ChangeWriter(api, account, settings),
        settings);
  }

  public ChangingRights rights() {
    return account;
  }

  @Override
  public void close() {
    account.close();
  }
}
