using ContainerKit.Cleanup;
using ContainerKit.Containers;
using ContainerKit.Images;

namespace ContainerKit.Tests.Cleanup;

public sealed class ResultOwnershipTests : IDisposable
{
    private readonly DockerEngine _engine = new();

    [Fact]
    public void A_container_is_handed_back() => new ResultResources(Container("a")).ContainsId("a").Should().BeTrue();

    [Fact]
    public void Containers_in_tuples_and_lists_are_handed_back()
    {
        var handed = new ResultResources((Container("a"), new[] { Container("b"), Container("c") }, ("text", new List<Container> { Container("d") })));

        (handed.ContainsId("a"), handed.ContainsId("b"), handed.ContainsId("c"), handed.ContainsId("d"), handed.ContainsId("e")).Should().Be((true, true, true, true, false));
    }

    [Fact]
    public void What_an_owner_owns_is_handed_back()
    {
        var handed = new ResultResources((new Owner(Container("a"), new Owner(Container("b"))), 7));

        (handed.ContainsId("a"), handed.ContainsId("b"), handed.ContainsId("c")).Should().Be((true, true, false));
    }

    [Fact]
    public void Plain_data_hands_nothing_back()
    {
        object?[] plain = ["abc", 7, null, new ProcessResult([], 0, default, default), Image.From(new ImageClient(_engine.ApiClient, "a", ImageReference.Parse("a"))), Array.Empty<object>()];

        plain.Should().OnlyContain(result => !new ResultResources(result).ContainsId("a"));
        new ResultResources("abc").ContainsId(null).Should().BeFalse("a container whose id never arrived is nobody's");
    }

    [Fact]
    public void Bytes_are_not_looked_at_one_by_one()
    {
        var bytes = new byte[1 << 20];
        var before = GC.GetAllocatedBytesForCurrentThread();

        new ResultResources(bytes).ContainsId("a").Should().BeFalse();

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(bytes.Length / 2);
    }

    public void Dispose() => _engine.Dispose();

    private sealed class Owner(params IAsyncDisposable[] owned) : IResourceOwner
    {
        public IEnumerable<IAsyncDisposable> OwnedResources => owned;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private Container Container(string id) => ContainerKit.Container.From(new ContainerClient(_engine.ApiClient, id, "name", ImageReference.Parse("a"), creationInfo: null));
}
