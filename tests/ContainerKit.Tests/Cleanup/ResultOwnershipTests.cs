using ContainerKit.Cleanup;
using ContainerKit.Containers;
using ContainerKit.Images;

namespace ContainerKit.Tests.Cleanup;

public sealed class ResultOwnershipTests : IDisposable
{
    private readonly DockerEngine _engine = new();

    [Fact]
    public void A_container_in_a_plan_result_is_owned_by_the_caller() =>
        new ResultResources(Container("a")).ContainsId("a").Should().BeTrue();

    [Fact]
    public void Containers_in_tuples_and_lists_of_a_plan_result_are_owned_by_the_caller()
    {
        var resources = new ResultResources(
            (Container("a"), new[] { Container("b"), Container("c") },
            ("text", new List<Container> { Container("d") })));

        (resources.ContainsId("a"), resources.ContainsId("b"), resources.ContainsId("c"), resources.ContainsId("d"),
            resources.ContainsId("e")).Should().Be((true, true, true, true, false));
    }

    [Fact]
    public void Resources_of_a_resource_owner_in_a_plan_result_are_owned_by_the_caller()
    {
        var resources = new ResultResources((new Owner(Container("a"), new Owner(Container("b"))), 7));

        (resources.ContainsId("a"), resources.ContainsId("b"), resources.ContainsId("c")).Should().Be((true, true, false));
    }

    [Fact]
    public void A_plan_result_of_plain_data_contains_no_container()
    {
        object?[] results = ["abc", 7, null, new ProcessResult([], 0, default, default),
            Image.From(new ImageClient(_engine.ApiClient, "a", ImageReference.Parse("a"))), Array.Empty<object>()];

        results.Should().OnlyContain(result => !new ResultResources(result).ContainsId("a"));
        new ResultResources("abc").ContainsId(null).Should().BeFalse("a container without an ID is part of no result");
    }

    [Fact]
    public void A_byte_array_in_a_plan_result_is_not_enumerated_byte_by_byte()
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

    private Container Container(string id) => ContainerKit.Container.From(new ContainerClient(
        _engine.ApiClient, id, "name", ImageReference.Parse("a"), creationInfo: null));
}
