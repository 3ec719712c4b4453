# shellcheck shell=bash
# Tells CloudWatch in one call how the host is: five metrics, and silence says the rest.
#
#   REGION=eu-central-1 NAMESPACE=NatHost/nat-instance-article ROLE=nat-instance-article-nat bash nat-heartbeat.sh

metadata=${AWS_EC2_METADATA_SERVICE_ENDPOINT:-http://169.254.169.254}/latest
endpoint=${AWS_ENDPOINT_URL_CLOUDWATCH:-https://monitoring.$REGION.amazonaws.com}/
last=$RUNTIME_DIRECTORY/last

# The probe touches it whenever it gets through.
probe=0
[[ ! $(find "${RUNTIME_DIRECTORY%/*}/nat-probe/through" -newermt '-60 seconds' 2>/dev/null) ]] || probe=1

conntrack=/proc/sys/net/netfilter/nf_conntrack
used=0
[[ ! -r ${conntrack}_count ]] || used=$(($(<${conntrack}_count) * 100 / $(<${conntrack}_max)))

# What the instance type does not allow, EC2 drops, and its driver counts.
exceeded=0
while read -r counter value; do
	[[ $counter != *_allowance_exceeded: ]] || ((exceeded += value))
done < <(for device in /sys/class/net/*/device; do
	device=${device%/device}
	ethtool --statistics "${device##*/}"
done 2>/dev/null)

refused=0
while read -r word value _; do
	case $word in
	counter) counter=$value ;;
	packets) [[ $counter != refused_* ]] || ((refused += value)) ;;
	esac
done < <(nft list counters table ip nat_host 2>/dev/null)

while read -r word value _; do
	[[ $word != MemAvailable: ]] || memory=$((value / 1024))
done </proc/meminfo

# Since the last time; counters that were reset have counted from nothing.
read -r last_exceeded last_refused 2>/dev/null <"$last" || last_exceeded=$exceeded last_refused=$refused
echo "$exceeded $refused" >"$last"
((exceeded < last_exceeded)) || ((exceeded -= last_exceeded))
((refused < last_refused)) || ((refused -= last_refused))

ask() {
	curl --silent --fail --max-time 5 "$@"
}
token=$(ask --request PUT --header "X-aws-ec2-metadata-token-ttl-seconds: 60" "$metadata/api/token")
answer=$(ask --header "X-aws-ec2-metadata-token: $token" "$metadata/meta-data/instance-id" "$metadata/meta-data/iam/security-credentials/$ROLE")
[[ $answer =~ ^i-[0-9a-f]+ ]]
instance=${BASH_REMATCH[0]}
field() {
	[[ $answer =~ \"$1\"\ *:\ *\"([^\"]*)\" ]]
	echo "${BASH_REMATCH[1]}"
}

data="Action=PutMetricData&Version=2010-08-01&Namespace=$NAMESPACE" number=0
add() {
	local metric="MetricData.member.$((++number))"
	data+="&$metric.MetricName=$1&$metric.Value=$2&$metric.Unit=$3"
	data+="&$metric.Dimensions.member.1.Name=InstanceId&$metric.Dimensions.member.1.Value=$instance"
}
add Probe $probe None
add ConnectionTableUsed $used Percent
add AllowancesExceeded $exceeded Count
add PacketsRefused $refused Count
add MemoryAvailable "$memory" Megabytes

# Whoever lists the processes must not read the secret.
ask --aws-sigv4 "aws:amz:$REGION:monitoring" --data "$data" --config - --output /dev/null "$endpoint" <<-END
	user = "$(field AccessKeyId):$(field SecretAccessKey)"
	header = "X-Amz-Security-Token: $(field Token)"
END
