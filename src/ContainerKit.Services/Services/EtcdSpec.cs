namespace ContainerKit.Services;

/// <summary>The configuration of an etcd server. Immutable.</summary>
public sealed record EtcdSpec() : ServiceSpec("quay.io/coreos/etcd:v3.4.23");
