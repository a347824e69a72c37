using ContainerKit.Containers;

namespace ContainerKit.Tests.Containers.Spec;

public sealed class ResourceLimitsTests
{
    [Theory]
    [InlineData(0.5, 500_000_000)]
    [InlineData(1.001, 1_001_000_000)]
    [InlineData(2.01, 2_010_000_000)]
    [InlineData(0, 0)]
    public void A_CPU_limit_is_sent_in_exact_billionths_of_a_CPU(double cpus, long nanoCpus) =>
        ResourceLimits.ToNanoCpus(cpus).Should().Be(nanoCpus);
}
