using System.Text.Json;

namespace ContainerKit.Tests.Engine;

public sealed class EngineDiskUsageTests
{
    [Fact]
    public void Disk_usage_of_each_resource_kind_is_summed_as_by_docker_system_df()
    {
        var usage = Read("""
            {
              "LayersSize": 1000,
              "Images": [
                { "Containers": 2, "Size": 600, "SharedSize": 100 },
                { "Containers": 0, "Size": 400, "SharedSize": 100 },
                { "Containers": -1, "Size": -1, "SharedSize": -1 } ],
              "Containers": [ { "State": "running", "SizeRw": 5 }, { "State": "paused" }, { "State": "exited", "SizeRw": 7 } ],
              "Volumes": [
                { "UsageData": { "Size": 11, "RefCount": 1 } }, { "UsageData": { "Size": 13, "RefCount": 0 } },
                { "UsageData": { "Size": -1, "RefCount": 0 } }, { "UsageData": null } ],
              "BuildCache": [
                { "Size": 17, "InUse": true, "Shared": false },
                { "Size": 19, "InUse": false, "Shared": false },
                { "Size": 23, "InUse": false, "Shared": true } ]
            }
            """);

        usage.Images.Should().Be(new DiskUsage(3, 1, 1000, 500));
        usage.Containers.Should().Be(new DiskUsage(3, 2, 12, 7));
        usage.Volumes.Should().Be(new DiskUsage(4, 1, 24, 13));
        usage.BuildCache.Should().Be(new DiskUsage(3, 1, 36, 19));
        usage.TotalBytes.Should().Be(1072);
    }

    [Fact]
    public void Disk_usage_totals_of_newer_engines_are_used_as_reported() =>
        Read("""
            {
              "ImageUsage": { "TotalCount": 3, "ActiveCount": 1, "TotalSize": 1000, "Reclaimable": 500 },
              "VolumesDiskUsage": { "TotalCount": 2, "TotalSize": 7 }
            }
            """)
            .Should().BeEquivalentTo(
            new
            {
                Images = new DiskUsage(3, 1, 1000, 500),
                Volumes = new DiskUsage(2, 0, 7, 0),
                Containers = new DiskUsage(0, 0, 0, 0)
            });

    [Fact]
    public void Disk_usage_of_an_empty_response_is_zero() => Read("{}").TotalBytes.Should().Be(0);

    private static EngineDiskUsage Read(string json) => EngineDiskUsage.Read(JsonDocument.Parse(json).RootElement);
}
