namespace ContainerKit.Protocol.Tests.Engines;

/// <summary>Podman joins the filters of volumes by OR, so that a prune with two conditions would remove other volumes.</summary>
public sealed class PodmanVolumeTests : PodmanTest
{
    private static readonly string _anonymous = new('a', 64);

    public PodmanVolumeTests()
    {
        var volumes = string.Join(',',
            Volume("both", "\"t\":\"1\",\"k\":\"1\""), Volume("wanted", "\"t\":\"1\""), Volume("other", "\"k\":\"1\""),
            Volume("plain", ""), Volume(_anonymous, "\"t\":\"1\""));
        Script.On("GET /volumes", exchange => exchange.JsonAsync(200, $$"""{"Volumes":[{{volumes}}],"Warnings":[]}"""))
            .On("GET /system/df", exchange => exchange.JsonAsync(
                200, """{"Volumes":[{"Name":"wanted","UsageData":{"RefCount":0,"Size":42}},{"Name":"plain","UsageData":{"Size":7}}]}"""))
            .On("DELETE /volumes/*", exchange => exchange.EmptyAsync());

        static string Volume(string name, string labels) => $$$"""{"Name":"{{{name}}}","Driver":"local","Labels":{{{{labels}}}}}""";
    }

    [Fact(Timeout = 30_000)]
    public async Task A_prune_of_volumes_removes_only_those_that_match_all_conditions()
    {
        var report = await Engine.PruneVolumesAsync(new VolumePruneFilter { All = true, Labels = ["t"], WithoutLabels = ["k"] }, Token);

        report.Removed.Should().BeEquivalentTo("wanted", _anonymous);
        report.ReclaimedBytes.Should().Be(42);
        Sent.Should().BeEquivalentTo(
            "GET /volumes", "GET /system/df", "DELETE /volumes/wanted", $"DELETE /volumes/{_anonymous}");
        Script.Requests[0].Query.Should().Be("""filters={"dangling":["true"]}""");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_prune_of_volumes_keeps_named_ones_where_the_API_version_has_that_rule()
    {
        UseVersion("5.8.6", "1.44");

        var report = await Engine.PruneVolumesAsync(new VolumePruneFilter { Labels = ["t=1"] }, Token);

        report.Removed.Should().Equal(_anonymous);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_volume_that_a_container_began_to_use_is_not_pruned()
    {
        Script.On("DELETE /volumes/wanted", exchange => ErrorAsync(
            exchange, 409, "volume is being used",
            "volume wanted is being used by the following container(s): c0ffee: volume is being used"));

        var report = await Engine.PruneVolumesAsync(new VolumePruneFilter { Labels = ["t", "t=1"], WithoutLabels = ["k"] }, Token);

        report.Removed.Should().Equal(_anonymous);
        report.ReclaimedBytes.Should().Be(0);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_list_of_volumes_returns_only_those_that_match_all_conditions()
    {
        var volumes = await Engine.ListVolumesAsync(
            new VolumeFilter { Name = "o", Labels = ["k=1"], Driver = "local", IsUnused = true }, Token);

        volumes.Select(volume => volume.Name).Should().BeEquivalentTo("both", "other");
        Script.Requests.Should().ContainSingle().Which.Query.Should().Be("""filters={"dangling":["true"]}""");
    }
}
