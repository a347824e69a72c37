using System.Text.RegularExpressions;

namespace ContainerKit.Engine.Tests.Faults;

/// <summary>Checks that a failed plan restores the image names that it changed, and no others.</summary>
public sealed class ImageNameRollbackTests(LeftoverCheck leftovers) : EngineTestBase(leftovers)
{
    private static readonly Func<Image, CancellationToken, Task> _fail = (_, _) => throw new InvalidOperationException("on purpose");

    [Fact(Timeout = TimeLimit)]
    public async Task Failed_plan_moves_an_image_name_back_to_the_previous_image()
    {
        var (name, owner) = await CreateNamedImageAsync();
        var label = Guid.NewGuid().ToString("N");

        var running = async () => await Commit(name, label).Do(_fail).ExecuteAsync(Token);

        await running.Should().ThrowAsync<InvalidOperationException>();
        (await DisposeProbe.ImageIdAsync(name, Token)).Should().Be(owner);
        (await DisposeProbe.FindAsync(Label(label), Token)).Should().BeEmpty("the committed image has lost its name and is removed");
        await RemoveAsync(name);
    }

    [Theory(Timeout = TimeLimit)]
    [InlineData("POST .*/tag", FaultKind.ResetBeforeResponse)]
    [InlineData("POST .*/tag", FaultKind.ResetBeforeForward)]
    [InlineData("DELETE .*/images/", FaultKind.ResetBeforeForward)]
    [InlineData("DELETE .*/images/", FaultKind.Status500)]
    public async Task Image_name_rollback_retries_a_broken_request(string pattern, FaultKind kind)
    {
        var (name, owner) = await CreateNamedImageAsync();
        var label = Guid.NewGuid().ToString("N");
        var plan = Commit(name, label).Do(_fail);
        var request = await FindRequestAsync(plan, pattern);
        await using var proxy = await EngineProxy.StartAsync(new Fault(request, kind));
        await using var engine = new DockerEngine(proxy.Options);

        var running = async () => await plan.On(engine).ExecuteAsync(Token);

        await running.Should().ThrowAsync<InvalidOperationException>();
        proxy.IsFaultHit.Should().BeTrue();
        (await DisposeProbe.ImageIdAsync(name, Token)).Should().Be(owner);
        (await DisposeProbe.FindAsync(Label(label), Token)).Should().BeEmpty();
        await RemoveAsync(name);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Failed_plan_that_tagged_an_image_keeps_the_previous_names_of_the_image()
    {
        var (moved, owner) = await CreateNamedImageAsync();
        var (tagged, id) = await CreateNamedImageAsync();

        var running = async () => await Image.Local(tagged).Tag(moved).Do(_fail).ExecuteAsync(Token);

        await running.Should().ThrowAsync<InvalidOperationException>();
        (await DisposeProbe.ImageIdAsync(moved, Token)).Should().Be(owner);
        (await DisposeProbe.ImageIdAsync(tagged, Token)).Should().Be(id);
        await RemoveAsync(moved);
        await RemoveAsync(tagged);
    }

    private static ImagePlan Commit(string name, string label) => Image.Pull("busybox")
        .Run(new ContainerSpec("sleep", "infinity") { Labels = new Dictionary<string, string> { [FaultMatrix.Label] = label } })
        .Exec("touch", "/x").Commit(name);

    private static string Label(string value) => $"{FaultMatrix.Label}={value}";

    private static async Task<int> FindRequestAsync(ImagePlan plan, string request)
    {
        await using var proxy = await EngineProxy.StartAsync();
        await using var engine = new DockerEngine(proxy.Options);
        var run = async () => await plan.On(engine).ExecuteAsync(Token);
        await run.Should().ThrowAsync<InvalidOperationException>();
        return 1 + proxy.Requests.ToList().FindIndex(sent => Regex.IsMatch(sent, request));
    }

    /// <summary>Creates an image under a new name.</summary>
    private async Task<(string Name, string Id)> CreateNamedImageAsync()
    {
        var name = NewImageName("ck-fault-moved");
        var image = await Image.Pull("busybox").Run("sleep", "infinity").Exec("touch", "/" + Guid.NewGuid().ToString("N"))
            .Commit(name).ExecuteAsync(Token);
        return (name, image.Id);
    }

    private static Task RemoveAsync(string name) => DisposeProbe.RemoveAsync(new Leftover("image", name), Token);
}
