using System.Text.Json.Nodes;

namespace ContainerKit.Swarm.Services;

/// <summary>
/// Creates the engine's JSON of a service, as the Docker CLI does: ToService in
/// https://github.com/docker/cli/blob/28f756087eea5fa301f3fbf12b01ae62f91521c2/cli/command/service/opts.go
/// </summary>
internal static class ServiceRequest
{
    /// <summary>Returns the JSON of a service.</summary>
    /// <param name="spec">The description of the service.</param>
    /// <param name="name">The name of the service.</param>
    /// <param name="image">The image and its platforms.</param>
    /// <param name="ids">The ids of the objects that the spec names.</param>
    /// <param name="labels">The labels of this library.</param>
    public static JsonObject Create(
        ServiceSpec spec, string name, ResolvedImage image, ReferencedIds ids, IReadOnlyDictionary<string, string> labels)
    {
        var json = new JsonObject
        {
            ["Name"] = name,
            ["Labels"] = Map(spec.Labels.Concat(labels)),
            ["TaskTemplate"] = TaskTemplate(spec, image, ids),
            ["Mode"] = Mode(spec),
            ["EndpointSpec"] = new JsonObject
            {
                ["Mode"] = spec.EndpointMode == EndpointMode.Dnsrr ? "dnsrr" : "vip",
                ["Ports"] = Array(spec.Publish.SelectMany(port => port.Expand()).Select(Port)),
            },
        };
        if (spec.Update is { } update) json["UpdateConfig"] = Policy(update);
        if (spec.Rollback is { } rollback) json["RollbackConfig"] = Policy(rollback);
        spec.Customize?.Invoke(json);
        return json;
    }

    /// <summary>Returns variables in the engine's format.</summary>
    public static JsonArray Variables(IEnumerable<KeyValuePair<string, string>> variables) =>
        Array(variables.Select(variable => (JsonNode)$"{variable.Key}={variable.Value}"));

    /// <summary>Returns the platforms of an image in the engine's format.</summary>
    public static JsonArray Platforms(ResolvedImage image) => Array(image.Platforms.Select(platform =>
        (JsonNode)new JsonObject { ["Architecture"] = platform.Architecture, ["OS"] = platform.Os }));

    private static JsonObject TaskTemplate(ServiceSpec spec, ResolvedImage image, ReferencedIds ids)
    {
        var placement = new JsonObject
        {
            ["Constraints"] = Texts(spec.Constraints),
            ["Preferences"] = Array(spec.SpreadOver.Select(label =>
                (JsonNode)new JsonObject { ["Spread"] = new JsonObject { ["SpreadDescriptor"] = label } })),
            ["MaxReplicas"] = spec.MaxReplicasPerNode,
            ["Platforms"] = Platforms(image),
        };
        var template = new JsonObject
        {
            ["ContainerSpec"] = ContainerSpec(spec, image.Name, ids),
            ["Resources"] = Resources(spec),
            ["Placement"] = placement,
            ["Networks"] = Array(spec.Networks.Select(network => (JsonNode)new JsonObject
            {
                ["Target"] = ids.Networks[network.Network],
                ["Aliases"] = Texts(network.Aliases),
            })),
        };
        if (spec.Restart is { } restart) template["RestartPolicy"] = Restart(restart);
        if (spec.LogDriver is { } log) template["LogDriver"] = new JsonObject { ["Name"] = log.Name, ["Options"] = Map(log.Options) };
        return template;
    }

    private static JsonObject ContainerSpec(ServiceSpec spec, string image, ReferencedIds ids)
    {
        var json = new JsonObject
        {
            ["Image"] = image,
            ["Args"] = Texts(spec.Command),
            ["Command"] = Texts(spec.Entrypoint),
            ["Env"] = Variables(spec.Environment),
            ["Labels"] = Map(spec.ContainerLabels),
            ["Groups"] = Texts(spec.Groups),
            ["TTY"] = spec.Tty,
            ["ReadOnly"] = spec.ReadOnlyRoot,
            ["Mounts"] = Array(spec.Mounts.Select(Mount)),
            ["DNSConfig"] = new JsonObject
            {
                ["Nameservers"] = Texts(spec.DnsServers.Select(address => address.ToString())),
                ["Search"] = Texts(spec.DnsSearch),
                ["Options"] = Texts(spec.DnsOptions),
            },
            ["Hosts"] = Texts(spec.ExtraHosts.Select(host => $"{host.Value} {host.Key}")),
            ["Sysctls"] = Map(spec.Sysctls),
            ["CapabilityAdd"] = Texts(spec.AddCapabilities.Select(Capability)),
            ["CapabilityDrop"] = Texts(spec.DropCapabilities.Select(Capability)),
            ["Ulimits"] = Array(spec.Ulimits.Select(limit =>
                (JsonNode)new JsonObject { ["Name"] = limit.Name, ["Soft"] = limit.Soft, ["Hard"] = limit.Hard })),
            ["Secrets"] = Array(spec.Secrets.Select(secret => (JsonNode)File(secret, "Secret", ids.Secrets[secret.Name]))),
            ["Configs"] = Array(spec.Configs.Select(config => (JsonNode)File(config, "Config", ids.Configs[config.Name]))),
        };
        if (spec.Hostname is { } hostname) json["Hostname"] = hostname;
        if (spec.WorkingDirectory is { } directory) json["Dir"] = directory;
        if (spec.User is { } user) json["User"] = user;
        if (spec.StopSignal is { } signal) json["StopSignal"] = signal;
        if (spec.Init is { } init) json["Init"] = init;
        if (spec.StopGracePeriod is { } grace) json["StopGracePeriod"] = Nanoseconds(grace);
        if (spec.Isolation is { } isolation) json["Isolation"] = isolation;
        if (spec.OomScoreAdjust != 0) json["OomScoreAdj"] = spec.OomScoreAdjust;
        if (spec.HealthCheck is { } check) json["Healthcheck"] = HealthCheck(check);
        if (spec.CredentialSpec?.Split("://") is [var kind, var source]) AddCredentialSpec(json, kind, source, ids);
        return json;
    }

    // A config with a credential spec is also a config of the service, without a file.
    private static void AddCredentialSpec(JsonObject json, string kind, string source, ReferencedIds ids)
    {
        var value = source;
        if (kind == "config")
        {
            value = ids.Configs[source];
            json["Configs"]!.AsArray().Add(
                (JsonNode)new JsonObject { ["ConfigID"] = value, ["ConfigName"] = source, ["Runtime"] = new JsonObject() });
        }

        var member = kind switch
        {
            "config" => "Config",
            "file" => "File",
            _ => "Registry",
        };
        json["Privileges"] = new JsonObject { ["CredentialSpec"] = new JsonObject { [member] = value } };
    }

    private static JsonObject Mode(ServiceSpec spec) => spec.Mode switch
    {
        ServiceMode.Global => new JsonObject { ["Global"] = new JsonObject() },
        ServiceMode.GlobalJob => new JsonObject { ["GlobalJob"] = new JsonObject() },
        ServiceMode.ReplicatedJob => new JsonObject
        {
            ["ReplicatedJob"] = new JsonObject
            {
                ["TotalCompletions"] = spec.Replicas ?? 1,
                ["MaxConcurrent"] = spec.MaxConcurrent ?? spec.Replicas ?? 1,
            },
        },
        _ => new JsonObject { ["Replicated"] = new JsonObject { ["Replicas"] = spec.Replicas ?? 1 } },
    };

    private static JsonObject Resources(ServiceSpec spec)
    {
        var limits = new JsonObject();
        if (spec.Cpus is { } cpus) limits["NanoCPUs"] = NanoCpus(cpus);
        if (spec.MemoryBytes is { } memory) limits["MemoryBytes"] = memory;
        if (spec.PidsLimit is { } pids) limits["Pids"] = pids;
        var reservations = new JsonObject();
        if (spec.CpusReservation is { } reservedCpus) reservations["NanoCPUs"] = NanoCpus(reservedCpus);
        if (spec.MemoryReservationBytes is { } reservedMemory) reservations["MemoryBytes"] = reservedMemory;
        if (spec.GenericResources.Count > 0)
        {
            reservations["GenericResources"] = Array(spec.GenericResources.Select(resource => (JsonNode)new JsonObject
            {
                ["DiscreteResourceSpec"] = new JsonObject { ["Kind"] = resource.Key, ["Value"] = resource.Value },
            }));
        }

        var json = new JsonObject { ["Limits"] = limits, ["Reservations"] = reservations };
        if (spec.SwapBytes is { } swap) json["SwapBytes"] = swap;
        if (spec.MemorySwappiness is { } swappiness) json["MemorySwappiness"] = swappiness;
        return json;
    }

    private static JsonObject Restart(ServiceRestartPolicy policy)
    {
        var json = new JsonObject
        {
            ["Condition"] = policy.Condition switch
            {
                ServiceRestartCondition.None => "none",
                ServiceRestartCondition.OnFailure => "on-failure",
                _ => "any",
            },
        };
        json["Delay"] = Nanoseconds(policy.Delay ?? TimeSpan.FromSeconds(5));
        json["MaxAttempts"] = policy.MaxAttempts ?? 0;
        if (policy.Window is { } window) json["Window"] = Nanoseconds(window);
        return json;
    }

    internal static JsonObject Policy(UpdatePolicy policy) => new()
    {
        ["Parallelism"] = policy.Parallelism,
        ["Delay"] = Nanoseconds(policy.Delay),
        ["Monitor"] = Nanoseconds(policy.Monitor),
        ["FailureAction"] = policy.FailureAction.ToString().ToLowerInvariant(),
        ["MaxFailureRatio"] = policy.MaxFailureRatio,
        ["Order"] = policy.Order == UpdateOrder.StartFirst ? "start-first" : "stop-first",
    };

    private static JsonObject HealthCheck(HealthCheck check)
    {
        var json = new JsonObject { ["Test"] = Texts(check.Arguments) };
        if (check.Interval is { } interval) json["Interval"] = Nanoseconds(interval);
        if (check.Timeout is { } timeout) json["Timeout"] = Nanoseconds(timeout);
        if (check.StartPeriod is { } startPeriod) json["StartPeriod"] = Nanoseconds(startPeriod);
        if (check.StartInterval is { } startInterval) json["StartInterval"] = Nanoseconds(startInterval);
        if (check.Retries is { } retries) json["Retries"] = retries;
        return json;
    }

    private static JsonNode Mount(Mount mount)
    {
        var json = new JsonObject { ["Target"] = mount.Target, ["ReadOnly"] = mount.ReadOnly };
        switch (mount)
        {
            case BindMount bind:
                json["Type"] = "bind";
                json["Source"] = bind.HostPath;
                if (bind.CreateHostPath) json["BindOptions"] = new JsonObject { ["CreateMountpoint"] = true };
                break;
            case VolumeMount volume:
                json["Type"] = "volume";
                json["Source"] = volume.Name ?? "";
                var options = new JsonObject();
                if (volume.NoCopy) options["NoCopy"] = true;
                if (volume.Subpath is { } subpath) options["Subpath"] = subpath;
                if (options.Count > 0) json["VolumeOptions"] = options;
                break;
            case TmpfsMount tmpfs:
                json["Type"] = "tmpfs";
                var limits = new JsonObject();
                if (tmpfs.SizeBytes is { } size) limits["SizeBytes"] = size;
                if (tmpfs.Mode is { } mode) limits["Mode"] = (int)mode;
                if (limits.Count > 0) json["TmpfsOptions"] = limits;
                break;
        }

        return json;
    }

    private static JsonNode Port(ServicePort port)
    {
        var json = new JsonObject
        {
            ["Protocol"] = port.Protocol.ToString().ToLowerInvariant(),
            ["TargetPort"] = port.TargetPort,
            ["PublishMode"] = port.Mode == PublishMode.Host ? "host" : "ingress",
        };
        if (port.PublishedPort != 0) json["PublishedPort"] = port.PublishedPort;
        return json;
    }

    private static JsonObject File(ServiceFileReference file, string kind, string id) => new JsonObject
    {
        [kind + "ID"] = id,
        [kind + "Name"] = file.Name,
        ["File"] = new JsonObject { ["Name"] = file.Target, ["UID"] = file.Uid, ["GID"] = file.Gid, ["Mode"] = (int)file.Mode },
    };

    // The engine's cluster manager compares capabilities by their full names: EffectiveCapAddCapDrop in
    // https://github.com/docker/cli/blob/28f756087eea5fa301f3fbf12b01ae62f91521c2/opts/capabilities.go
    private static string Capability(string name)
    {
        var upper = name.Trim().ToUpperInvariant();
        return upper is "ALL" or "CAP_ALL" ? "ALL" : upper.StartsWith("CAP_", StringComparison.Ordinal) ? upper : "CAP_" + upper;
    }

    private static long NanoCpus(double cpus) => (long)Math.Round(cpus * 1e9);

    private static long Nanoseconds(TimeSpan time) => time.Ticks * TimeSpan.NanosecondsPerTick;

    private static JsonArray Texts(IEnumerable<string> texts) => Array(texts.Select(text => (JsonNode)text));

    private static JsonArray Array(IEnumerable<JsonNode> items) => new([.. items]);

    private static JsonObject Map(IEnumerable<KeyValuePair<string, string>> map)
    {
        var json = new JsonObject();
        foreach (var (name, value) in map) json[name] = value;
        return json;
    }
}
