using ContainerKit.Containers;

namespace ContainerKit;

/// <summary>
/// Devices that a driver on the engine's host chooses and brings along, such as GPUs: what <c>docker run --gpus</c> says. Immutable.
/// </summary>
public sealed record DeviceRequest
{
    /// <summary>All GPUs of the host.</summary>
    public static DeviceRequest AllGpus { get; } = new() { Count = -1 };

    /// <summary>How many devices; -1 for all. Default: those of <see cref="DeviceIds"/>.</summary>
    public int? Count
    {
        get;
        init => field = value is null or -1 or > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A request is for one device at least, or for all by -1.");
    }

    /// <summary>Which devices, by the driver's ids or numbers. Default: any.</summary>
    public IReadOnlyList<string> DeviceIds
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "device ids");
    } = [];

    /// <summary>What they must be able to do, all of it. Default: <c>gpu</c>.</summary>
    public IReadOnlyList<string> Capabilities
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "capabilities");
    } = ["gpu"];

    /// <summary>Whose devices. Default: those of the driver that has the capabilities.</summary>
    public string? Driver { get; init; }

    /// <summary>Options for the driver. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Options
    {
        get;
        init => field = SpecValidation.ValidateMap(value, "options");
    } = SpecValidation.EmptyMap;

    /// <summary>So many GPUs of the host.</summary>
    public static DeviceRequest Gpus(int count) => new() { Count = count };

    /// <summary>These GPUs of the host, by id or number.</summary>
    public static DeviceRequest Gpus(params string[] ids) => new() { DeviceIds = ids };

    /// <summary>The request on one line.</summary>
    public override string ToString() => $"{string.Join(',', Capabilities)}: {(DeviceIds.Count > 0 ? string.Join(',', DeviceIds) : Count is -1 ? "all" : Count)}";

    /// <exception cref="ArgumentException">It asks for no devices, or for them in two ways.</exception>
    internal void Validate()
    {
        if (Count is null == (DeviceIds.Count == 0))
            throw new ArgumentException("A device request says how many devices or which ones: give Count or DeviceIds.", nameof(ContainerSpec.DeviceRequests));
    }
}
