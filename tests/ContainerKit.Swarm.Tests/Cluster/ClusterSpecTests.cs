namespace ContainerKit.Swarm.Tests.Cluster;

/// <summary>Descriptions that are refused without a request.</summary>
public sealed class ClusterSpecTests
{
    [Fact]
    public void Invalid_settings_are_refused_when_they_are_described()
    {
        Throws(() => new SwarmUpdate { CertificateExpiry = TimeSpan.FromMinutes(59) });
        Throws(() => new SwarmUpdate { DispatcherHeartbeat = TimeSpan.Zero });
        Throws(() => new SwarmInitSpec { DataPathPort = 80 });
        Throws(() => new SwarmJoinSpec("SWMTKN-1"));
        Throws(() => new SwarmJoinSpec("", "10.0.0.7"));

        static void Throws(Func<object> create) => create.Should().Throw<ArgumentException>();
    }
}
