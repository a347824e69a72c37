using System.Text.Json;

namespace ContainerKit.Tests;

public sealed class EngineDiskUsageTests
{
    [Fact]
    public void Each_kind_is_added_up_as_the_docker_command_does_it()
    {
        var usage = Read("""
            {
              "LayersSize": 1000,
              "Images": [ { "Containers": 2, "Size": 600, "SharedSize": 100 }, { "Containers": 0, "Size": 400, "SharedSize": 100 }, { "Containers": -1, "Size": -1, "SharedSize": -1 } ],
              "Containers": [ { "State": "running", "SizeRw": 5 }, { "State": "paused" }, { "State": "exited", "SizeRw": 7 } ],
              "Volumes": [ { "UsageData": { "Size": 11, "RefCount": 1 } }, { "UsageData": { "Size": 13, "RefCount": 0 } }, { "UsageData": { "Size": -1, "RefCount": 0 } }, { "UsageData": null } ],
              "BuildCache": [ { "Size": 17, "InUse": true, "Shared": false }, { "Size": 19, "InUse": false, "Shared": false }, { "Size": 23, "InUse": false, "Shared": true } ]
            }
            """);

        usage.Images.Should().Be(new DiskUsage(3, 1, 1000, 500));
        usage.Containers.Should().Be(new DiskUsage(3, 2, 12, 7));
        usage.Volumes.Should().Be(new DiskUsage(4, 1, 24, 13));
        usage.BuildCache.Should().Be(new DiskUsage(3, 1, 36, 19));
        usage.TotalBytes.Should().Be(1072);
    }

    [Fact]
    public void What_a_newer_engine_has_added_up_is_taken() =>
        Read("""{ "ImageUsage": { "TotalCount": 3, "ActiveCount": 1, "TotalSize": 1000, "Reclaimable": 500 }, "VolumesDiskUsage": { "TotalCount": 2, "TotalSize": 7 } }""")
            .Should().BeEquivalentTo(new { Images = new DiskUsage(3, 1, 1000, 500), Volumes = new DiskUsage(2, 0, 7, 0), Containers = new DiskUsage(0, 0, 0, 0) });

    [Fact]
    public void Nothing_reads_as_nothing() => Read("{}").TotalBytes.Should().Be(0);

    private static EngineDiskUsage Read(string json) => EngineDiskUsage.Read(JsonDocument.Parse(json).RootElement);
}
