using System.Formats.Tar;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using Docker.DotNet.Models;

namespace ContainerKit.Engine.Tests.Support;

internal static partial class EngineFeatureProbes
{
    private static Task<string?> ProbeArchiveOwnersAsync() => WithFilesAsync(async id =>
        await ReadFirstEntryAsync(id, "/tmp/owned") is { Uid: 1234 }
            ? null
            : "an archive of a file of the user 1234 names another owner");

    private static Task<string?> ProbeArchivedLinksAsync() => WithFilesAsync(async id =>
        await ReadFirstEntryAsync(id, "/tmp/link") is not { EntryType: TarEntryType.SymbolicLink } ? "an archive of a link has its target"
        : (await EngineHttp.SendAsync(HttpMethod.Head, $"containers/{id}/archive?path=/tmp/dangling")).Status != 200
            ? "it does not describe a link without a target"
        : null);

    private static Task<string?> ProbeContentArchivesAsync() => WithFilesAsync(async id =>
        await ReadFirstEntryAsync(id, "/tmp/.") is { } entry && entry.Name.StartsWith("./", StringComparison.Ordinal)
            ? null
            : "the first name in an archive of the content of a folder does not begin with ./");

    private static Task<string?> ProbeReadOnlyUploadAsync() => RunAsync(
        container => container.HostConfig!.ReadonlyRootfs = true,
        async id => await UploadAsync(id) == 200 ? "it uploaded a file to a read-only root" : null);

    // Runs a container with a file and two links in /tmp.
    private static Task<string?> WithFilesAsync(Func<string, Task<string?>> probe) => RunAsync(_ => { }, async id =>
    {
        (await UploadAsync(id)).Should().Be(200);
        return await probe(id);
    });

    private static async Task<int> UploadAsync(string id)
    {
        using var archive = new MemoryStream();
        await using (var writer = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true))
        {
            await writer.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, "owned") { Uid = 1234, Gid = 4321 });
            await writer.WriteEntryAsync(new UstarTarEntry(TarEntryType.SymbolicLink, "link") { LinkName = "owned" });
            await writer.WriteEntryAsync(new UstarTarEntry(TarEntryType.SymbolicLink, "dangling") { LinkName = "/no/such" });
        }

        using var content = TarContent(archive);
        return (await EngineHttp.SendAsync(HttpMethod.Put, $"containers/{id}/archive?path=/tmp", content)).Status;
    }

    private static async Task<TarEntry?> ReadFirstEntryAsync(string id, string path)
    {
        var (_, body) = await EngineHttp.SendAsync(HttpMethod.Get, $"containers/{id}/archive?path={path}");
        await using var reader = new TarReader(new MemoryStream(body));
        return await reader.GetNextEntryAsync();
    }

    private static async Task<string?> ProbeBuildKitAsync() =>
        (await BuildAsync("FROM scratch\nLABEL probe=1\n")).Contains("moby.buildkit.trace", StringComparison.Ordinal)
            ? null
            : "its response to a build with BuildKit has no trace of BuildKit";

    private static async Task<string?> ProbeHereDocumentAsync()
    {
        await RemoveAsync(await CreateAsync(_ => { }));   // pulls the image
        var output = await BuildAsync($"FROM {Busybox}\nRUN <<EOF\ntrue\nEOF\n");
        return output.Contains("\"error\"", StringComparison.Ordinal) ? "it rejects a Dockerfile with a here-document" : null;
    }

    private static async Task<string> BuildAsync(string dockerfile)
    {
        using var context = new MemoryStream();
        await using (var writer = new TarWriter(context, TarEntryFormat.Ustar, leaveOpen: true))
        {
            await writer.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, "Dockerfile")
            {
                DataStream = new MemoryStream(Encoding.UTF8.GetBytes(dockerfile)),
            });
        }

        var name = $"ck-probe-{Guid.NewGuid():N}";
        using var content = TarContent(context);
        var (_, body) = await EngineHttp.SendAsync(HttpMethod.Post, $"build?version=2&t={name}", content);
        await EngineHttp.SendAsync(HttpMethod.Delete, $"images/{name}?force=1");
        return Encoding.UTF8.GetString(body);
    }

    private static ByteArrayContent TarContent(MemoryStream archive)
    {
        var content = new ByteArrayContent(archive.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-tar");
        return content;
    }

    private static async Task<string?> ProbePredefinedNetworksAsync()
    {
        var names = (await Client.Networks.ListNetworksAsync()).Select(network => network.Name).ToList();
        return names.Contains("host") && names.Contains("none") ? null : "it does not list the networks host and none";
    }

    private static async Task<string?> ProbeAddressRangeAsync()
    {
        var name = $"ck-probe-{Guid.NewGuid():N}";
        var (status, text) = await EngineHttp.PostAsync(
            "networks/create",
            $$"""{"Name":"{{name}}","IPAM":{"Config":[{"Subnet":"10.213.47.0/24","IPRange":"10.213.47.128/25"}]} }""");
        if (status != 201) return "it answered: " + text.Trim();
        var pool = (await EngineHttp.GetAsync($"networks/{name}")).GetProperty("IPAM").GetProperty("Config")[0];
        await EngineHttp.SendAsync(HttpMethod.Delete, $"networks/{name}");
        return pool.TryGetProperty("IPRange", out _) ? null : "the details of a network lack the range of its addresses";
    }

    private static async Task<string?> ProbeNetworkNameAsync()
    {
        var name = $"ck probe {Guid.NewGuid():N}";
        var (status, text) = await EngineHttp.PostAsync("networks/create", $$"""{"Name":"{{name}}"}""");
        if (status != 201) return "it answered: " + text.Trim();
        await EngineHttp.SendAsync(HttpMethod.Delete, $"networks/{Uri.EscapeDataString(name)}");
        return null;
    }

    private static async Task<string?> ProbePushProgressAsync()
    {
        var name = $"{TestRegistries.Open}/ck-probe-{Guid.NewGuid():N}";
        await RemoveAsync(await CreateAsync(_ => { }));
        await Client.Images.TagImageAsync(Busybox, new() { RepositoryName = name, Tag = "1" });
        var hasLayers = false;
        await Client.Images.PushImageAsync(
            name, new() { Tag = "1" }, new AuthConfig(),
            new ImmediateProgress<JSONMessage>(message => hasLayers |= !string.IsNullOrEmpty(message.ID)));
        await EngineHttp.SendAsync(HttpMethod.Delete, $"images/{name}:1");
        return hasLayers ? null : "its response to a push names no layer";
    }

    // An image that another one is based on, without a name.
    private static async Task<string?> ProbeParentImagesAsync()
    {
        var info = await Client.System.GetSystemInfoAsync();
        if (info.DriverStatus?.Any(status => status is ["driver-type", "io.containerd.snapshotter.v1"]) == true)
            return "the containerd image store has no parent images";
        var (parent, child) = ($"ck-probe-{Guid.NewGuid():N}", $"ck-probe-{Guid.NewGuid():N}");
        var id = await CommitAsync(Busybox, parent);
        await CommitAsync(parent, child);
        await EngineHttp.SendAsync(HttpMethod.Delete, $"images/{parent}");
        var (status, _) = await EngineHttp.SendAsync(HttpMethod.Get, $"images/{id}/json");
        await EngineHttp.SendAsync(HttpMethod.Delete, $"images/{child}");
        await EngineHttp.SendAsync(HttpMethod.Delete, $"images/{id}");
        return status == 200 ? null : "it removed an image that another image was based on";
    }

    // An image that another one is based on, after it has lost its name.
    private static async Task<string?> ProbeKeptParentsAsync()
    {
        var (parent, child) = ($"ck-probe-{Guid.NewGuid():N}", $"ck-probe-{Guid.NewGuid():N}");
        var id = await CommitAsync(Busybox, parent);
        await CommitAsync(parent, child);
        await EngineHttp.PostAsync($"images/{Busybox}/tag?repo={parent}&tag=latest");
        await EngineHttp.SendAsync(HttpMethod.Delete, $"images/{child}?noprune=true");
        var (status, _) = await EngineHttp.SendAsync(HttpMethod.Get, $"images/{id}/json");
        await EngineHttp.SendAsync(HttpMethod.Delete, $"images/{parent}");
        await EngineHttp.SendAsync(HttpMethod.Delete, $"images/{id}");
        return status == 200 ? null : "the removal of an image with noprune removed the untagged image that it was based on";
    }

    private static async Task<string?> ProbeCompressedArchiveAsync()
    {
        await RemoveAsync(await CreateAsync(_ => { }));   // pulls the image
        var (_, archive) = await EngineHttp.SendAsync(HttpMethod.Get, $"images/get?names={Busybox}");
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true)) await gzip.WriteAsync(archive);
        using var content = TarContent(compressed);
        var (status, body) = await EngineHttp.SendAsync(HttpMethod.Post, "images/load", content);
        return status == 200 ? null : "it answered: " + Encoding.UTF8.GetString(body).Trim();
    }

    private static async Task<string?> ProbeLayerSizesAsync()
    {
        await RemoveAsync(await CreateAsync(_ => { }));   // pulls the image
        var usage = await EngineHttp.GetAsync("system/df");
        return usage.GetProperty("LayersSize").GetInt64() > 0
            ? null
            : $"its disk usage has {usage.GetProperty("Images").GetArrayLength()} images, but no size of their layers";
    }

    private static async Task<string> CommitAsync(string image, string name)
    {
        var container = await CreateAsync(it => it.Image = image);
        await EngineHttp.PostAsync($"commit?container={container}&repo={name}");
        await RemoveAsync(container);
        return (await EngineHttp.GetAsync($"images/{name}/json")).GetProperty("Id").GetString()!;
    }

    private static async Task<string?> ProbeForcedImageRemovalAsync()
    {
        var name = $"ck-probe-{Guid.NewGuid():N}";
        await CommitAsync(Busybox, name);
        var container = await CreateAsync(it => it.Image = name);
        await EngineHttp.SendAsync(HttpMethod.Delete, $"images/{name}?force=1");
        var (status, body) = await EngineHttp.SendAsync(HttpMethod.Get, $"containers/{container}/json");
        if (status != 200) return "it removed a container with its image";
        using var json = System.Text.Json.JsonDocument.Parse(body);
        await RemoveAsync(container);
        await EngineHttp.SendAsync(HttpMethod.Delete, $"images/{json.RootElement.GetProperty("Image").GetString()}");
        return null;
    }

    private static async Task<string?> ProbeImageSettingsAsync()
    {
        var name = $"ck-probe-{Guid.NewGuid():N}";
        var container = await CreateAsync(_ => { });
        var changes = Uri.EscapeDataString("ONBUILD RUN true");
        await EngineHttp.PostAsync($"commit?container={container}&repo={name}&changes={changes}");
        await RemoveAsync(container);
        var config = (await EngineHttp.GetAsync($"images/{name}/json")).GetProperty("Config");
        var hasTrigger = config.TryGetProperty("OnBuild", out var triggers) && triggers.ValueKind == System.Text.Json.JsonValueKind.Array
            && triggers.GetArrayLength() == 1;
        await EngineHttp.SendAsync(HttpMethod.Delete, $"images/{name}?force=1");
        return hasTrigger ? null : "a committed image has lost its ONBUILD trigger";
    }

    private static Task<string?> ProbePrunedImageNamesAsync() => WithLabeledImageAsync(isNamed: true, async (_, label) =>
        (await PruneAsync($"\"{label}\"", isNamed: true)).Contains("Untagged", StringComparison.Ordinal)
            ? null
            : "its response to a prune has no names");

    private static Task<string?> ProbeNamedImagePruneAsync() => WithLabeledImageAsync(isNamed: true, async (id, label) =>
    {
        var answer = await PruneAsync($"\"{label}\"", isNamed: true);
        var (status, _) = await EngineHttp.SendAsync(HttpMethod.Get, $"images/{id}/json");
        return status == 200 ? "it answered: " + answer.Trim() : null;
    });

    // No image has the second label.
    private static Task<string?> ProbeImagePruneAsync() => WithLabeledImageAsync(isNamed: false, async (id, label) =>
    {
        await PruneAsync($"\"{label}\",\"{label}-other\"", isNamed: false);
        var (status, _) = await EngineHttp.SendAsync(HttpMethod.Get, $"images/{id}/json");
        return status == 200 ? null : "a prune by two labels removed an image with one of them";
    });

    private static async Task<string> PruneAsync(string labels, bool isNamed)
    {
        var filters = Uri.EscapeDataString($$"""{"label":[{{labels}}],"dangling":["{{(isNamed ? "false" : "true")}}"]}""");
        return (await EngineHttp.PostAsync($"images/prune?filters={filters}")).Text;
    }

    private static async Task<string?> WithLabeledImageAsync(bool isNamed, Func<string, string, Task<string?>> probe)
    {
        var name = $"ck-probe-{Guid.NewGuid():N}";
        var container = await CreateAsync(it => it.Labels = new Dictionary<string, string> { ["ck.probe"] = name });
        var (_, text) = await EngineHttp.PostAsync($"commit?container={container}{(isNamed ? $"&repo={name}" : "")}");
        await RemoveAsync(container);
        using var created = System.Text.Json.JsonDocument.Parse(text);
        var id = created.RootElement.GetProperty("Id").GetString()!;
        try
        {
            return await probe(id, $"ck.probe={name}");
        }
        finally
        {
            await EngineHttp.SendAsync(HttpMethod.Delete, $"images/{id}?force=1");
        }
    }
}
