namespace ContainerKit.Engine.Tests.Engine;

/// <summary>The diagnosis of the connection to an engine.</summary>
[Trait("Shard", "alone")]
public sealed class DiagnosisTests : EngineTest
{
    [DockerFact]
    public async Task Diagnosis_describes_the_engine_that_is_used()
    {
        var connection = await DockerEngine.Default.ConnectAsync(Token);

        var diagnosis = await DockerEngine.DiagnoseAsync(Token);

        diagnosis.Used!.Address.Should().Be(connection.Endpoint);
        (diagnosis.Used.State, diagnosis.Used.ApiVersion).Should().Be((DiagnosedEndpointState.Used, connection.ApiVersion));
        diagnosis.Used.Elapsed.Should().BePositive();
        diagnosis.Version.Should().BeEquivalentTo(await DockerEngine.Default.VersionAsync(Token));
        diagnosis.Info!.Id.Should().NotBeEmpty();
        diagnosis.IsRootless.Should().Be(diagnosis.Info.IsRootless);
        diagnosis.PublishedHost.Should().Be("127.0.0.1");
        diagnosis.Builder.Should().Be((await DockerEngine.Default.PingAsync(Token)).BuilderVersion switch
        {
            "1" => "classic",
            "2" => "BuildKit",
            _ => null,
        });
        var driver = await DockerCli.GetOutputAsync("info", "--format", "{{json .DriverStatus}}");
        if (!diagnosis.Version!.Components.ContainsKey("Podman Engine"))
            diagnosis.ImageStore.Should().Be(driver.Contains("io.containerd.snapshotter") ? "containerd" : "classic");
        var expected = await DockerCli.GetOutputAsync("info", "--format", "{{.MemoryLimit}} {{.CPUCfsQuota}} {{.PidsLimit}}");
        string.Join(' ', ((string[])["memory limits", "CPU limits", "process limits"]).Select(each =>
            diagnosis.Features.Contains(each) ? "true" : "false")).Should().Be(expected);
        diagnosis.ToString().Should().ContainAll(
            $"Engine: {connection.Endpoint}", diagnosis.Version.Version, "used, API", $"image store {diagnosis.ImageStore}",
            $"storage driver {diagnosis.Info.StorageDriver}", string.Join(", ", diagnosis.Features), "DOCKER_HOST: ");
        if (!OperatingSystem.IsWindows() && connection.Endpoint.StartsWith("unix:///", StringComparison.Ordinal))
            diagnosis.Used.Rights.Should().StartWith("owner ").And.Contain(", mode ");
    }

    [DockerFact]
    public async Task Diagnosis_names_a_setting_that_hides_a_running_engine()
    {
        var engine = (await DockerEngine.Default.ConnectAsync(Token)).Endpoint;
        var home = Directory.CreateTempSubdirectory("ck-");
        Directory.CreateDirectory(Path.Combine(home.FullName, "docker"));
        File.CreateSymbolicLink(Path.Combine(home.FullName, "docker.sock"), new Uri(engine).AbsolutePath);
        using var scope = new EnvironmentScope(
            ("DOCKER_HOST", "unix:///no/such.sock"), ("XDG_RUNTIME_DIR", home.FullName), ("DOCKER_CONFIG", home.FullName),
            ("HTTP_PROXY", "http://me:s3cret@proxy:3128"));

        var diagnosis = await DockerEngine.DiagnoseAsync(Token);

        diagnosis.Used.Should().BeNull();
        diagnosis.Version.Should().BeNull();
        diagnosis.Endpoints[0].Should().Match<DiagnosedEndpoint>(each =>
            each.Address == "unix:///no/such.sock" && each.State == DiagnosedEndpointState.Missing && each.Source == "DOCKER_HOST");
        diagnosis.Endpoints.Skip(1).Should().Contain(each => each.State == DiagnosedEndpointState.Answers && each.ApiVersion != null);
        diagnosis.Reason.Should()
            .StartWith("DOCKER_HOST selects unix:///no/such.sock, which does not answer. An engine answers at unix://");
        await using var unavailable = new DockerEngine();
        (await FluentActions.Awaiting(() => unavailable.ConnectAsync(Token)).Should().ThrowAsync<EngineUnavailableException>())
            .WithMessage("*  unix:///no/such.sock (DOCKER_HOST): there is no such socket\n"
                + "Not tried, because a setting selects another endpoint:\n*: an engine with API * answers there\n*Settings: *");
        diagnosis.ToString().Should().ContainAll("Engine: none", "DOCKER_HOST: unix:///no/such.sock", "HTTP_PROXY: http://***@proxy:3128")
            .And.NotContain("s3cret");
        home.Delete(recursive: true);
    }

    [DockerFact]
    public async Task Diagnosis_reports_an_invalid_address_without_its_password()
    {
        using var scope = new EnvironmentScope(("DOCKER_HOST", "tcp://me:s3cret@host"));

        var diagnosis = await DockerEngine.DiagnoseAsync(Token);

        diagnosis.Used.Should().BeNull();
        diagnosis.Reason.Should().Contain("user information");
        diagnosis.ToString().Should().Contain("DOCKER_HOST: tcp://***@host").And.NotContain("s3cret");
    }

    [DockerFact]
    public async Task Unavailable_engine_error_lists_the_settings_that_were_read()
    {
        var folder = Directory.CreateTempSubdirectory("ck-");
        using var scope = new EnvironmentScope(
            ("DOCKER_HOST", "tcp://127.0.0.1:1"), ("DOCKER_CONTEXT", "my-context"), ("DOCKER_CONFIG", folder.FullName));
        await using var engine = new DockerEngine();

        var error = await FluentActions.Awaiting(() => engine.ConnectAsync(Token)).Should().ThrowAsync<EngineUnavailableException>();

        error.Which.Message.Should().Contain(
            $"Settings: DOCKER_HOST: tcp://127.0.0.1:1; DOCKER_CONTEXT: my-context; {folder.FullName}/config.json: does not exist.");
        folder.Delete();
    }
}
